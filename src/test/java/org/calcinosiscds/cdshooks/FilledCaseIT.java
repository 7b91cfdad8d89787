package org.calcinosiscds.cdshooks;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.cases.FilledCase;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A hook is answered whatever element an EHR fills. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class FilledCaseIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void hookIsAnsweredWhateverElementIsFilled() throws IOException, InterruptedException {
        Map<String, JsonNode> services = Json.read(
                        RestAssured.given().port(port).get("/cds-services").asString())
                .path("services")
                .valueStream()
                .collect(toMap(each -> each.path("id").asString(), each -> each.path("prefetch")));
        List<String> answered = new ArrayList<>();
        List<String> failed = new ArrayList<>();

        for (FilledCase filled : FilledCase.all().toList()) {
            PatientCase patient = filled.patient();
            int status = post(patient, prefetch(patient, services.get(patient.service())));
            (status == 200 ? answered : failed).add(patient.name() + ": " + filled.element() + " " + status);
        }

        assertThat(failed).isEmpty();
        assertThat(answered).hasSizeGreaterThan(1500);
    }

    private int post(PatientCase patient, ObjectNode prefetch) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/cds-services/" + patient.service()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(CaseCalls.call(patient, prefetch).toString()))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString()).statusCode();
    }

    /** All resources of the type that a template asks for: a search might not find what is filled oddly. */
    private static ObjectNode prefetch(PatientCase patient, JsonNode templates) {
        ObjectNode prefetch = JsonNodeFactory.instance.objectNode();
        templates.properties().forEach(template -> {
            String type = template.getValue().asString().split("[?/]", 2)[0];
            List<JsonNode> found = patient.resources().stream()
                    .filter(resource -> resource.path("resourceType").asString().equals(type))
                    .toList();
            if (type.equals("Patient")) {
                prefetch.set(template.getKey(), found.get(0));
            } else {
                ArrayNode entries = prefetch.putObject(template.getKey())
                        .put("resourceType", "Bundle")
                        .put("type", "searchset")
                        .putArray("entry");
                found.forEach(resource -> entries.addObject().set("resource", resource));
            }
        });
        return prefetch;
    }
}
