package org.calcinosiscds.fhirapi.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Product;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each case under {@code fhir-resources/tests} posted as a Bundle: the rules, the product and the types are those of the
 * folder, which are also those of the hook. The context of the hook is parameter {@code context}; for order-sign, drafts in the Bundle
 * say the same.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class AssessedCasesIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @TestFactory
    Stream<DynamicTest> everyCaseIsAssessedAsItsFolderSays() {
        return PatientCase.all().stream()
                .filter(each -> each.parameters().isEmpty())
                .map(each -> dynamicTest(each.name(), () -> check(each, assess(withContext(each), each))));
    }

    @TestFactory
    Stream<DynamicTest> draftsOfTheBundleAreJudgedWithoutAContext() {
        return PatientCase.all().stream()
                .filter(each -> each.parameters().isEmpty() && each.hook().equals("order-sign"))
                .filter(each -> each.userType().equals("Practitioner"))
                .map(each -> dynamicTest(each.name(), () -> check(each, assess(withDrafts(each), each))));
    }

    private static void check(PatientCase patient, JsonNode answer) {
        List<JsonNode> risks = resources(answer, "RiskAssessment");
        JsonNode observation = resources(answer, "Observation").get(0);
        assertThat(resources(answer, "OperationOutcome").stream()
                        .flatMap(outcome -> outcome.findValuesAsString("severity").stream()))
                .as("%s, outcomes", patient)
                .doesNotContain("error");

        assertThat(risks.stream().flatMap(risk -> codes(risk.path("code"))).sorted())
                .as("%s, rules", patient)
                .isEqualTo(patient.answer().rules());
        assertThat(product(observation))
                .as("%s, product", patient)
                .isEqualTo(inFhir(patient.answer().product()));
        assertThat(risks)
                .as("%s, types", patient)
                .allSatisfy(risk -> assertThat(types(risk))
                        .isEqualTo(new TreeSet<>(patient.answer().types())));
        assertThat(resources(answer, "ServiceRequest"))
                .as("%s, orders", patient)
                .allSatisfy(order -> {
                    assertThat(order.path("status").asString()).isEqualTo("draft");
                    assertThat(order.path("subject").path("reference").asString())
                            .isEqualTo("Patient/" + patient.patientId());
                });
    }

    /** What is being edited takes the place of what it was. */
    private static String reference(JsonNode entry) {
        JsonNode resource = entry.path("resource");
        return resource.path("resourceType").asString() + "/"
                + resource.path("id").asString("");
    }

    private static ObjectNode withContext(PatientCase patient) {
        ObjectNode parameters = parameters(patient.bundle());
        parameters.withArray("parameter").add(HookContexts.parameter(patient));
        return parameters;
    }

    private static ObjectNode withDrafts(PatientCase patient) {
        ObjectNode bundle = patient.bundle().deepCopy();
        JsonNode drafts = patient.hookContext().path("draftOrders").path("entry");
        Set<String> edited =
                drafts.valueStream().map(AssessedCasesIT::reference).collect(Collectors.toSet());
        bundle.withArray("entry").removeIf(entry -> edited.contains(reference(entry)));
        drafts.forEach(bundle.withArray("entry")::add);
        return parameters(bundle);
    }

    private static ObjectNode parameters(ObjectNode bundle) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        parameters.withArray("parameter").addObject().put("name", "data").set("resource", bundle);
        return parameters;
    }

    private JsonNode assess(ObjectNode parameters, PatientCase patient) throws IOException, InterruptedException {
        parameters.withArray("parameter").addObject().put("name", "subject").put("valueString", patient.patientId());
        parameters.withArray("parameter").addObject().put("name", "asOf").put("valueDateTime", patient.asOfText());
        parameters.withArray("parameter").addObject().put("name", "hook").put("valueCode", patient.hook());
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/fhir/$assess"))
                        .header("Content-Type", "application/fhir+json")
                        .POST(BodyPublishers.ofString(parameters.toString()))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.read(response.body());
    }

    private static List<JsonNode> resources(JsonNode bundle, String type) {
        return bundle.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource -> type.equals(resource.path("resourceType").asString()))
                .toList();
    }

    private static Stream<String> codes(JsonNode concept) {
        return concept.path("coding")
                .valueStream()
                .map(coding -> coding.path("code").asString());
    }

    private static TreeSet<String> types(JsonNode risk) {
        TreeSet<String> types = new TreeSet<>();
        risk.path("prediction")
                .valueStream()
                .flatMap(prediction -> prediction.path("outcome").path("coding").valueStream())
                .forEach(coding -> types.add(coding.path("display").asString()));
        types.remove("none");
        return types;
    }

    /** What of a product stands in an Observation: tier and flags are interpretations, the reason is one of two elements. */
    private record Shown(BigDecimal value, BigDecimal corrected, String reason, Set<String> interpretations) {}

    private static Shown inFhir(Product product) {
        Set<String> interpretations = new TreeSet<>(product.flags());
        interpretations.add(product.tier());
        return new Shown(product.value(), product.corrected(), product.reason(), interpretations);
    }

    private static Shown product(JsonNode observation) {
        Set<String> interpretations = new TreeSet<>();
        String reason = codes(observation.path("dataAbsentReason")).findFirst().orElse(null);
        for (JsonNode concept : observation.path("interpretation")) {
            if (concept.at("/coding/0/system").asString().endsWith("rejection-reason")) {
                reason = concept.at("/coding/0/code").asString();
            } else {
                interpretations.add(concept.at("/coding/0/code").asString());
            }
        }
        BigDecimal corrected = observation
                .path("component")
                .valueStream()
                .filter(component ->
                        codes(component.path("code")).anyMatch("corrected-calcium-phosphate-product"::equals))
                .map(component -> decimal(component.at("/valueQuantity/value")))
                .findFirst()
                .orElse(null);
        return new Shown(decimal(observation.at("/valueQuantity/value")), corrected, reason, interpretations);
    }

    private static BigDecimal decimal(JsonNode value) {
        return value.isMissingNode() ? null : value.decimalValue().stripTrailingZeros();
    }
}
