package org.calcinosiscds.cdshooks;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.cdshooks.request.FhirAuthorization;
import org.calcinosiscds.context.ContextFields;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.context.HookContextReader;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outbound.BaseUrl;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.time.AsOf;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns the body of a hook call into a {@link CdsRequest} or says which field is wrong. Unknown fields are ignored. */
@Component
class CdsRequestReader {
    private static final String EXTENSION = Card.Extension.VENDOR;

    private static final String AS_OF = "asOf";
    private static final String EXPLAIN = "explain";

    private static final Set<String> FIELDS = Set.of(
            "hook",
            "hookInstance",
            "fhirServer",
            "fhirAuthorization",
            "access_token",
            "token_type",
            "expires_in",
            "scope",
            "patient",
            "context",
            ContextFields.USER_ID,
            ContextFields.PATIENT_ID,
            ContextFields.ENCOUNTER_ID,
            ContextFields.DRAFT_ORDERS,
            ContextFields.SELECTIONS,
            ContextFields.CONDITIONS,
            "prefetch",
            "extension",
            EXTENSION,
            AS_OF,
            EXPLAIN);

    private static final ContextFields.Format UUID = new ContextFields.Format("a UUID", LiteralReference.UUID);

    private final JsonGuard guard;
    private final BundleReader bundles;
    private final Clock clock;

    CdsRequestReader(JsonGuard guard, BundleReader bundles, Clock clock) {
        this.guard = guard;
        this.bundles = bundles;
        this.clock = clock;
    }

    /**
     * @param zone time zone of the client
     * @throws org.calcinosiscds.outcome.RejectedInputException when it is not acceptable JSON, a field is of the wrong JSON type, or an
     *     entry of a Bundle of the context is no resource of FHIR R4
     * @throws RequestException with 400 when a field is missing or its value is not allowed
     */
    CdsRequest read(byte[] body, DecisionService service, ZoneId zone, HookLogEntry call) {
        Set<String> names = new HashSet<>(FIELDS);
        names.addAll(service.prefetch().keySet());
        JsonValue request = guard.read(body, names).require(Kind.OBJECT);

        String hookInstance = StringFields.optional(request, "hookInstance");
        if (hookInstance != null && UUID.matches(hookInstance)) {
            call.hookInstance(hookInstance);
        }
        if (!service.hook().equals(StringFields.optional(request, "hook"))) {
            throw RequestException.badRequest(
                    "hook", "Field 'hook' must be '%s', the hook of this service.".formatted(service.hook()));
        }
        String instance = StringFields.required(request, "hookInstance", UUID);
        JsonValue context = request.property("context");
        if (context == null) {
            throw StringFields.absent("context");
        }
        HookContext hookContext =
                HookContextReader.read(new CallContext(context.require(Kind.OBJECT), bundles), service.hook());
        String patientId = StringFields.required(context, ContextFields.PATIENT_ID, ContextFields.LOGICAL_ID);
        return new CdsRequest(
                service.hook(),
                instance,
                fhirServer(request),
                FhirAuthorization.read(request.property("fhirAuthorization"), patientId),
                patientId,
                hookContext,
                asOf(request, zone),
                isExplained(request),
                prefetch(request));
    }

    private static @Nullable String fhirServer(JsonValue request) {
        String url = StringFields.optional(request, "fhirServer");
        if (url == null) {
            return null;
        }
        try {
            BaseUrl.parse(url);
            return url;
        } catch (IllegalArgumentException e) {
            throw RequestException.badRequest(
                    "fhirServer",
                    "Field 'fhirServer' must be an absolute http or https URL without user, query and fragment.");
        }
    }

    /** {@code extension."org.calcinosis-cds".asOf}; extensions of others and of other shapes are ignored. */
    private ZonedDateTime asOf(JsonValue request, ZoneId zone) {
        JsonValue ours = extension(request);
        try {
            return AsOf.of(ours == null ? null : StringFields.optional(ours, AS_OF), zone, clock);
        } catch (DateTimeException e) {
            throw RequestException.badRequest(
                    "extension." + EXTENSION + ".asOf",
                    "Field 'extension.%s.asOf' must be an instant with a time zone between 1900 and 2200."
                            .formatted(EXTENSION));
        }
    }

    /** {@code extension."org.calcinosis-cds".explain} */
    private static boolean isExplained(JsonValue request) {
        JsonValue ours = extension(request);
        JsonValue explain = ours == null ? null : ours.property(EXPLAIN);
        return explain != null && explain.require(Kind.BOOLEAN).isTrue();
    }

    private static @Nullable JsonValue extension(JsonValue request) {
        JsonValue extension = request.property("extension");
        return extension == null ? null : extension.property(EXTENSION);
    }

    private static Map<String, JsonValue> prefetch(JsonValue request) {
        JsonValue prefetch = request.property("prefetch");
        return prefetch == null ? Map.of() : prefetch.require(Kind.OBJECT).properties();
    }
}
