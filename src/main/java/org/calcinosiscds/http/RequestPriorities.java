package org.calcinosiscds.http;

import jakarta.servlet.http.HttpServletRequest;
import org.calcinosiscds.decision.DecisionSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** How pressing requests are. Discovery, health and reads of knowledge need no place. */
@Component
public final class RequestPriorities {
    private static final String HOOKS = "/cds-services/";
    private static final String FHIR = "/fhir";

    private final ObjectProvider<DecisionSupport> decisionSupport;

    RequestPriorities(ObjectProvider<DecisionSupport> decisionSupport) {
        this.decisionSupport = decisionSupport;
    }

    /** Null for what is always let in. */
    public @Nullable Priority of(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (!HttpMethod.POST.matches(request.getMethod())) {
            return null;
        }
        if (path.startsWith(HOOKS)) {
            return path.endsWith("/feedback") ? Priority.FEEDBACK : ofService(path.substring(HOOKS.length()));
        }
        return path.equals(FHIR) || path.startsWith(FHIR + "/") ? Priority.BUNDLE : null;
    }

    private Priority ofService(String id) {
        return decisionSupport
                .getObject()
                .service(id)
                .map(service -> Priority.ofHook(service.hook()))
                .orElse(Priority.OTHER_HOOK);
    }
}
