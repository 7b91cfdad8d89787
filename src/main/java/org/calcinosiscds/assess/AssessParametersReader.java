package org.calcinosiscds.assess;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.time.AsOf;
import org.jspecify.annotations.Nullable;

/** Checks what a caller says beside the data: hook, instant, subject. */
public class AssessParametersReader {
    /** What an assessment without a hook is: a look at the patient. */
    private static final String USUAL_HOOK = "patient-view";

    private static final Set<String> NAMES = Set.of("subject", "hook", "asOf");
    private static final Set<String> CONTROLS = Set.of("_format", "_pretty");
    private static final Pattern SUBJECT = Pattern.compile("\\S{1,512}");

    private final DecisionSupport decisionSupport;
    private final HookContextReader contexts;
    private final Clock clock;

    public AssessParametersReader(DecisionSupport decisionSupport, HookContextReader contexts, Clock clock) {
        this.decisionSupport = decisionSupport;
        this.contexts = contexts;
        this.clock = clock;
    }

    /** What stands in the address. @throws RequestException with 400 when there is something else */
    public Given given(Map<String, String[]> query) {
        Given given = new Given();
        query.forEach((name, values) -> {
            if (!NAMES.contains(name) && !CONTROLS.contains(name)) {
                throw RequestException.badRequest(
                        "parameter", "The parameters in the address are asOf, hook and subject.");
            }
            for (String value : values) {
                given.put(name, value, name);
            }
        });
        return given;
    }

    /**
     * @param context parameter {@code context}; null when there is none
     * @param zone time zone of the caller
     * @throws RequestException with 400 naming what is not allowed
     */
    public AssessParameters read(Given given, @Nullable JsonValue context, ZoneId zone) {
        String subject = given.text("subject");
        if (subject != null && !SUBJECT.matcher(subject).matches()) {
            throw given.refused("subject", "Parameter 'subject' must be a reference to a Patient.");
        }
        DecisionService service = service(given);
        return new AssessParameters(
                service,
                asOf(given.text("asOf"), given.place("asOf"), zone),
                subject,
                contexts.read(context, service.hook()));
    }

    private DecisionService service(Given given) {
        String hook = given.text("hook") == null ? USUAL_HOOK : String.valueOf(given.text("hook"));
        List<DecisionService> services = decisionSupport.services();
        return services.stream()
                .filter(service -> service.hook().equals(hook))
                .findFirst()
                .orElseThrow(() -> given.refused(
                        "hook",
                        "Parameter 'hook' must be one of "
                                + String.join(
                                        ", ",
                                        services.stream()
                                                .map(DecisionService::hook)
                                                .toList())
                                + "."));
    }

    /**
     * The moment that a text names, or now.
     *
     * @throws RequestException with 400 when it is no instant or a far one
     */
    public ZonedDateTime asOf(@Nullable String text, String place, ZoneId zone) {
        try {
            return AsOf.of(text, zone, clock);
        } catch (DateTimeException e) {
            throw RequestException.badRequest(
                    place, "Parameter 'asOf' must be an instant with a time zone between 1900 and 2200.");
        }
    }

    /** Parameters with the places they came from. */
    public static final class Given {
        private final Map<String, String> values = new HashMap<>();
        private final Map<String, String> places = new HashMap<>();

        /** @throws RequestException with 400 when there is one of that name */
        public void put(String name, String value, String place) {
            places.put(name, place);
            if (values.put(name, value) != null) {
                throw refused(name, "Parameter '%s' may be given once.".formatted(name));
            }
        }

        @Nullable
        String text(String name) {
            return values.get(name);
        }

        String place(String name) {
            return places.getOrDefault(name, name);
        }

        RequestException refused(String name, String diagnostics) {
            return new RequestException(
                    Status.BAD_REQUEST, List.of(new OutcomeIssue("value", diagnostics, place(name))));
        }
    }
}
