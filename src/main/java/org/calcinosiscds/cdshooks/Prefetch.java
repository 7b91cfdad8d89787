package org.calcinosiscds.cdshooks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.fhir.BundleReader;
import org.calcinosiscds.fhir.JsonValue;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.calcinosiscds.fhir.PatientBundle;
import org.calcinosiscds.fhir.PatientCompartment;
import org.calcinosiscds.fhir.ReceivedBundle;
import org.calcinosiscds.fhir.ReceivedResource;
import org.calcinosiscds.http.RefusedRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the patient's record out of the prefetch of a call.
 *
 * <p>A decision is made on the whole answer to every query or not at all: a missing key, an error or a first page in place of all
 * pages is 412, never a card.
 */
@Component
class Prefetch {
    private final BundleReader reader;

    Prefetch(BundleReader reader) {
        this.reader = reader;
    }

    /**
     * @throws RefusedRequestException with 412 naming every key that cannot carry the decision, with 400 when the Patient is another
     * @throws org.calcinosiscds.fhir.RejectedInputException when a value is neither a resource nor a Bundle
     */
    PatientBundle read(DecisionService service, CdsRequest request) {
        requireKeys(service, request);
        PatientCompartment compartment =
                new PatientCompartment(request.context().patientId(), request.fhirServer());
        Map<String, ReceivedBundle> received = receive(service, request);
        List<ReceivedResource> all = received.values().stream()
                .flatMap(bundle -> bundle.resources().stream())
                .toList();
        requireWholeAnswers(service, received, all, compartment);
        return PatientBundle.of(compartment, all)
                .orElseThrow(() -> RefusedRequestException.preconditionFailed(List.of(new OutcomeIssue(
                        "required", "The prefetch held no Patient with the id of 'context.patientId'.", "prefetch"))));
    }

    private static void requireKeys(DecisionService service, CdsRequest request) {
        List<OutcomeIssue> issues = new ArrayList<>();
        service.prefetch().forEach((key, query) -> {
            JsonValue value = request.prefetch().get(key);
            if (value == null) {
                issues.add(issue(key, "Prefetch key '%s' was absent."));
            } else if (value.kind() == JsonValue.Kind.NULL && isReadOfPatient(query)) {
                issues.add(issue(key, "Prefetch key '%s' was null; the Patient is needed."));
            }
        });
        if (!issues.isEmpty()) {
            throw RefusedRequestException.preconditionFailed(issues);
        }
    }

    /** By key, first those that were asked for. What came whole beside them is used too. */
    private Map<String, ReceivedBundle> receive(DecisionService service, CdsRequest request) {
        Map<String, ReceivedBundle> received = new LinkedHashMap<>();
        for (String key : service.prefetch().keySet()) {
            JsonValue value = request.prefetch().get(key);
            // Null is the specification's word for "no data".
            received.put(
                    key,
                    value == null || value.kind() == JsonValue.Kind.NULL ? ReceivedBundle.EMPTY : reader.read(value));
        }
        request.prefetch().forEach((key, value) -> {
            if (!received.containsKey(key) && value.textOf("resourceType") != null) {
                ReceivedBundle bundle = reader.read(value);
                received.put(key, bundle.isWhole() ? bundle : ReceivedBundle.EMPTY);
            }
        });
        return received;
    }

    private static void requireWholeAnswers(
            DecisionService service,
            Map<String, ReceivedBundle> received,
            List<ReceivedResource> all,
            PatientCompartment compartment) {
        List<OutcomeIssue> issues = new ArrayList<>();
        service.prefetch().forEach((key, query) -> {
            ReceivedBundle bundle = received.getOrDefault(key, ReceivedBundle.EMPTY);
            if (bundle.isWhole()
                    && isReadOfPatient(query)
                    && bundle.resources().stream().noneMatch(each -> compartment.isPatient(each.resource()))) {
                throw RefusedRequestException.badRequest(
                        "prefetch." + key,
                        "Prefetch key '%s' must hold the Patient with the id of 'context.patientId'.".formatted(key));
            }
            String flaw = flaw(query, bundle, all, compartment);
            if (flaw != null) {
                issues.add(issue(key, "Prefetch key '%s' held " + flaw));
            }
        });
        if (!issues.isEmpty()) {
            throw RefusedRequestException.preconditionFailed(issues);
        }
    }

    private static @Nullable String flaw(
            PrefetchQuery query, ReceivedBundle bundle, List<ReceivedResource> all, PatientCompartment compartment) {
        if (bundle.failed()) {
            return "an OperationOutcome in place of the data.";
        }
        if (bundle.partial()) {
            return "one page of several; all of them are needed.";
        }
        if (bundle.resources().isEmpty()) {
            return null;
        }
        if (bundle.resources().stream().noneMatch(compartment::holds)) {
            return "resources, but none of the patient in context.";
        }
        // Keys are mapped by hand in some EHRs. A mix-up does no harm, as all keys are read; a wrong query does.
        boolean isThere =
                all.stream().anyMatch(each -> each.resource().fhirType().equals(query.resourceType()));
        return isThere ? null : "resources, but no " + query.resourceType() + ".";
    }

    private static boolean isReadOfPatient(PrefetchQuery query) {
        return query.resourceType().equals("Patient") && !query.template().contains("?");
    }

    private static OutcomeIssue issue(String key, String diagnostics) {
        return new OutcomeIssue("required", diagnostics.formatted(key), "prefetch." + key);
    }
}
