package org.calcinosiscds.cases;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers the queries of prefetch templates from the Bundle of a case, as an EHR's FHIR server would: reads, and searches by
 * patient and by token with {@code _include}. It fails on anything it does not know, so that no template passes unseen.
 *
 * <p>Source: FHIR R4, Search, "reference", "token" and "Including other resources in result".
 */
public final class FhirServer {
    private static final Map<String, String> TOKEN_PATHS = Map.of(
            "Observation.code", "code",
            "Observation.category", "category",
            "DiagnosticReport.category", "category");

    private static final Set<String> DATES = Set.of("effective-time", "date");

    private final PatientCase patient;

    public FhirServer(PatientCase patient) {
        this.patient = patient;
    }

    /** A server of US Core, which requires a category of every Observation: those that have none in the case have one, each another. */
    public static FhirServer ofUsCore(PatientCase patient) {
        return new FhirServer(Additions.categories(patient.with(patient.bundle().deepCopy())));
    }

    /** Prefetch of a call: the answer to each template, by key. */
    public ObjectNode prefetch(Map<String, String> templates) {
        ObjectNode prefetch = JsonNodeFactory.instance.objectNode();
        templates.forEach((key, template) ->
                prefetch.set(key, answer(template.replace("{{context.patientId}}", patient.patientId()))));
        return prefetch;
    }

    /** @param query relative to the base, such as {@code Observation?patient=p1&code=17861-6,2000-8} */
    public JsonNode answer(String query) {
        int mark = query.indexOf('?');
        return mark < 0 ? read(query) : search(query.substring(0, mark), query.substring(mark + 1));
    }

    private JsonNode read(String reference) {
        return patient.resources().stream()
                .filter(resource -> reference(resource).equals(reference))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no " + reference + "."));
    }

    private JsonNode search(String type, String parameters) {
        Predicate<JsonNode> matches = resource -> type(resource).equals(type);
        List<String> includes = new ArrayList<>();
        for (String parameter : parameters.split("&")) {
            String name = parameter.substring(0, parameter.indexOf('='));
            String value = URLDecoder.decode(parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
            if (name.equals("_include")) {
                includes.add(value);
            } else if (name.equals("_count")) {
                Integer.parseInt(value);
            } else if (type.equals("MedicationRequest") && name.equals("intent")) {
                Set<String> intents = Set.of(value.split(","));
                matches = matches.and(
                        resource -> intents.contains(resource.path("intent").asString("")));
            } else if (name.equals("patient")) {
                matches = matches.and(resource -> isAbout(resource, value));
            } else if (DATES.contains(name) && value.startsWith("ge")) {
                matches = matches.and(resource -> isSince(resource, value.substring(2)));
            } else {
                matches = matches.and(hasToken(type, name, Set.of(value.split(","))));
            }
        }
        List<JsonNode> found = patient.resources().stream().filter(matches).toList();
        return searchset(found, included(found, includes));
    }

    private static Predicate<JsonNode> hasToken(String type, String parameter, Set<String> codes) {
        String path = TOKEN_PATHS.get(type + "." + parameter);
        if (path == null) {
            throw new IllegalArgumentException("No search parameter " + type + "." + parameter + " is known here.");
        }
        return resource -> at(resource, path)
                .flatMap(concept -> concept.path("coding").valueStream())
                .anyMatch(coding -> codes.contains(coding.path("code").asString(""))
                        || codes.contains(coding.path("system").asString("") + "|")
                        || codes.contains(coding.path("system").asString("") + "|"
                                + coding.path("code").asString("")));
    }

    private Set<JsonNode> included(List<JsonNode> found, List<String> includes) {
        Set<JsonNode> included = new LinkedHashSet<>();
        for (String include : includes) {
            if (!include.matches("Medication[A-Za-z]+:medication")) {
                throw new IllegalArgumentException("No include " + include + " is known here.");
            }
            found.stream()
                    .map(resource -> resource.path("medicationReference")
                            .path("reference")
                            .asString(""))
                    .flatMap(this::resolve)
                    .forEach(included::add);
        }
        return included;
    }

    private Stream<JsonNode> resolve(String reference) {
        return patient.bundle()
                .path("entry")
                .valueStream()
                .filter(entry -> reference.equals(entry.path("fullUrl").asString(""))
                        || reference.equals(reference(entry.path("resource"))))
                .map(entry -> entry.path("resource"));
    }

    private boolean isAbout(JsonNode resource, String patientId) {
        return Stream.of("subject", "patient", "participant.actor")
                .flatMap(path -> at(resource, path + ".reference"))
                .map(reference -> reference.asString(""))
                .anyMatch(reference -> reference.matches("(https?://.+/)?Patient/" + patientId + "(/_history/.+)?")
                        || resolve(reference).anyMatch(found -> reference(found).equals("Patient/" + patientId)));
    }

    /** A period that has not ended goes on for ever. */
    private static boolean isSince(JsonNode resource, String date) {
        JsonNode period = resource.path("effectivePeriod");
        String end = period.isObject()
                ? period.path("end").asString("9999")
                : resource.path("effectiveDateTime").asString("");
        return end.compareTo(date) >= 0;
    }

    /** Elements at a path of names with dots between; arrays on the way are entered. */
    private static Stream<JsonNode> at(JsonNode node, String path) {
        Stream<JsonNode> nodes = Stream.of(node);
        for (String name : Arrays.asList(path.split("\\."))) {
            nodes = nodes.map(each -> each.path(name))
                    .flatMap(each -> each.isArray() ? each.valueStream() : Stream.of(each));
        }
        return nodes;
    }

    private static JsonNode searchset(List<JsonNode> found, Set<JsonNode> included) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "searchset").put("total", found.size());
        Stream.concat(
                        found.stream().map(resource -> entry(resource, "match")),
                        included.stream().map(resource -> entry(resource, "include")))
                .forEach(bundle.withArray("entry")::add);
        if (bundle.path("entry").isEmpty()) {
            bundle.remove("entry");
        }
        return bundle;
    }

    private static ObjectNode entry(JsonNode resource, String mode) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("fullUrl", "https://ehr.example.org/fhir/" + reference(resource));
        entry.set("resource", resource);
        entry.putObject("search").put("mode", mode);
        return entry;
    }

    private static String reference(JsonNode resource) {
        return type(resource) + "/" + resource.path("id").asString("");
    }

    private static String type(JsonNode resource) {
        return resource.path("resourceType").asString("");
    }
}
