package org.calcinosiscds.assess;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.regex.Pattern;
import org.calcinosiscds.context.HookContextReader;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.time.AsOf;

/** Reads the parameters of an assessment other than the data: hook, asOf, subject, context, explain. */
public class AssessParametersReader {
    /** The hook of an assessment that names none. */
    private static final String DEFAULT_HOOK = "patient-view";

    /** Whether the answer says why each rule is what it is. */
    public static final String EXPLAIN = "explain";

    /** The parameters that every assessment has. */
    public static final Set<String> NAMES = Set.of("subject", "hook", "asOf", EXPLAIN);

    private static final Pattern SUBJECT = Pattern.compile("\\S{1,512}");

    private final DecisionSupport decisionSupport;
    private final HookContextReader contexts;
    private final Clock clock;

    public AssessParametersReader(DecisionSupport decisionSupport, HookContextReader contexts, Clock clock) {
        this.decisionSupport = decisionSupport;
        this.contexts = contexts;
        this.clock = clock;
    }

    /**
     * @param input with no other parameters than {@link #NAMES} and {@code context}, if that one is allowed
     * @param zone time zone of the caller
     * @throws RequestException with 400 naming what is not allowed
     */
    public AssessParameters read(OperationInput input, ZoneId zone) {
        String subject = input.text("subject");
        if (subject != null && !SUBJECT.matcher(subject).matches()) {
            throw refused(input, "subject", "Parameter 'subject' must be a reference to a Patient.");
        }
        DecisionService service = service(input);
        return new AssessParameters(
                service,
                asOf(input, zone),
                subject,
                contexts.read(input.parameter("context"), service.hook()),
                input.flag(EXPLAIN));
    }

    private DecisionService service(OperationInput input) {
        String hook = input.text("hook");
        return decisionSupport
                .serviceOfHook(hook == null ? DEFAULT_HOOK : hook)
                .orElseThrow(() -> refused(
                        input,
                        "hook",
                        "Parameter 'hook' must be one of "
                                + String.join(
                                        ", ",
                                        decisionSupport.services().stream()
                                                .map(DecisionService::hook)
                                                .toList())
                                + "."));
    }

    /**
     * The moment that parameter {@code asOf} names, or now.
     *
     * @throws RequestException with 400 when it is no instant, or not between 1900 and 2200
     */
    public ZonedDateTime asOf(OperationInput input, ZoneId zone) {
        try {
            return AsOf.of(input.text("asOf"), zone, clock);
        } catch (DateTimeException e) {
            throw RequestException.badRequest(
                    input.location("asOf"),
                    "Parameter 'asOf' must be an instant with a time zone between 1900 and 2200.");
        }
    }

    private static RequestException refused(OperationInput input, String name, String diagnostics) {
        return RequestException.badRequest(input.location(name), diagnostics);
    }
}
