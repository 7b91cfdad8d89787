package org.calcinosiscds.wiring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.http.Endpoints;
import org.calcinosiscds.http.Priority;
import org.calcinosiscds.http.Priority.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** The addresses of the service. */
@Component
final class ServiceEndpoints implements Endpoints {
    private static final String HOOKS = "/cds-services/";
    private static final String FHIR = "/fhir";

    private static final Map<String, Priority> OF_HOOKS = Map.of(
            "order-sign", new Priority("order-sign", Places.CALLS, 100, 100),
            "order-select", new Priority("order-select", Places.CALLS, 90, 90),
            "patient-view", new Priority("patient-view", Places.CALLS, 80, 80));

    private static final Priority OTHER_HOOK = new Priority("other-hook", Places.CALLS, 70, 70);
    private static final Priority FEEDBACK = new Priority("feedback", Places.FEEDBACK, 100, 100);
    private static final Priority BUNDLE = new Priority("bundle", Places.BUNDLES, 100, 50);

    /**
     * Discovery, the first page, descriptions, rule pages, files of the workbench and knowledge resources that are read. An address that
     * is not named here may hold patient data, and operations ({@code $}) do.
     */
    private static final Pattern KNOWLEDGE = Pattern.compile("/"
            + "|/cds-services"
            + "|/api-docs(/[\\w-]+|/viewer/\\w+/[\\w.-]+)?"
            + "|/rules/[\\w-]+"
            + "|/workbench(/assets/[\\w./-]+)?"
            + "|/fhir/[A-Za-z]+(/[\\w.-]+(/_history/[\\w.-]+)?)?");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final ObjectProvider<DecisionSupport> decisionSupport;

    ServiceEndpoints(ObjectProvider<DecisionSupport> decisionSupport) {
        this.decisionSupport = decisionSupport;
    }

    @Override
    public boolean isFhir(HttpServletRequest request) {
        String path = path(request);
        return path.equals(FHIR) || path.startsWith(FHIR + "/");
    }

    @Override
    public boolean isHook(HttpServletRequest request) {
        return path(request).startsWith(HOOKS);
    }

    @Override
    public boolean takesStream(HttpServletRequest request) {
        return HttpMethod.POST.matches(request.getMethod())
                && FHIR.equals(request.getServletPath())
                && "/$assess".equals(request.getPathInfo());
    }

    @Override
    public boolean isKnowledge(HttpServletRequest request) {
        return READING.contains(String.valueOf(request.getMethod()))
                && KNOWLEDGE.matcher(path(request)).matches();
    }

    /** Discovery, health and reads of knowledge are always let in. */
    @Override
    public @Nullable Priority priority(HttpServletRequest request) {
        if (!HttpMethod.POST.matches(request.getMethod())) {
            return null;
        }
        if (isHook(request)) {
            String service = path(request).substring(HOOKS.length());
            return service.endsWith("/feedback") ? FEEDBACK : ofService(service);
        }
        return isFhir(request) ? BUNDLE : null;
    }

    private Priority ofService(String id) {
        return decisionSupport
                .getObject()
                .service(id)
                .map(service -> OF_HOOKS.getOrDefault(service.hook(), OTHER_HOOK))
                .orElse(OTHER_HOOK);
    }

    private static String path(HttpServletRequest request) {
        // Null when Tomcat could not read it.
        @Nullable String uri = request.getRequestURI();
        return uri == null ? "" : uri;
    }
}
