package org.calcinosiscds.authoring.shortcase;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the elements of a short case. */
public final class ShortCaseReader {
    /** The moment of a case that does not state one. */
    private static final String AS_OF = "2026-11-21T09:00:00Z";

    private static final String PATIENT = "Patient/patient";
    private static final Set<String> LISTS =
            Set.of("conditions", "observations", "procedures", "medications", "orders");
    private static final List<String> ELEMENTS = List.of(
            "name",
            "asOf",
            "user",
            "patient",
            "conditions",
            "observations",
            "procedures",
            "medications",
            "orders",
            "resources",
            "context",
            "parameters",
            "rules",
            "cards",
            "no");
    private static final Set<String> CARD = Set.of("problem", "indicator", "summary", "orders", "deletes");
    private static final Pattern AGE = Pattern.compile("(\\d+)(?: (year|month|week|day)s?)?");
    private static final Pattern BORN = Pattern.compile("born (\\d{4}(?:-\\d\\d(?:-\\d\\d)?)?)");

    private final CodeSystemNames names;
    private final KnownNames known;
    private final List<CaseDefect> defects = new ArrayList<>();
    private final YamlNodes nodes = new YamlNodes(defects);
    private final FhirContext fhir = FhirContext.forR4Cached();
    private final Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
    private final ObjectNode expected = JsonNodeFactory.instance.objectNode();
    private OffsetDateTime asOf = OffsetDateTime.parse(AS_OF);

    private ShortCaseReader(CodeSystemNames names, KnownNames known) {
        this.names = names;
        this.known = known;
    }

    /**
     * @param text of the file
     * @param known what the case may name
     */
    public static ShortCase read(String text, CodeSystemNames names, KnownNames known) {
        return new ShortCaseReader(names, known).read(text);
    }

    private ShortCase read(String text) {
        Map<String, Node> elements = new LinkedHashMap<>();
        Node root = nodes.read(text);
        if (root != null) {
            nodes.mapping(root).forEach((key, value) -> {
                if (ELEMENTS.contains(key.getValue())) {
                    elements.put(key.getValue(), value);
                } else {
                    nodes.defect(
                            key,
                            "There is no element " + key.getValue() + "; there are " + String.join(", ", ELEMENTS) + "."
                                    + SimilarNames.suggestion(key.getValue(), ELEMENTS));
                }
            });
            require(root, elements, "name");
            require(root, elements, "patient");
        } else if (defects.isEmpty()) {
            defects.add(new CaseDefect(1, 1, "The case is empty."));
        }
        if (elements.containsKey("asOf")) {
            readAsOf(elements.get("asOf"));
        }
        expected.put("asOf", asOf.toString());
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        elements.forEach((name, node) -> {
            switch (name) {
                case "name" -> expected.put("why", nodes.text(node));
                case "user" -> expected.put("user", nodes.text(node));
                case "patient" -> readPatient(node);
                case "resources" -> nodes.sequence(node).forEach(this::readResource);
                case "context" -> context.setAll(object(node));
                case "parameters" -> expected.set("parameters", object(node));
                case "rules" -> {
                    strings(expected, name, node);
                    requireKnown("rule", node);
                }
                case "cards" -> readCards(node);
                case "no" -> readNo(node);
                default -> {
                    if (LISTS.contains(name)) {
                        nodes.sequence(node).forEach(each -> readEntry(name, each));
                    }
                }
            }
        });
        return new ShortCase(
                expected, fhir.newJsonParser().encodeResourceToString(bundle), context, List.copyOf(defects));
    }

    private void require(Node root, Map<String, Node> elements, String name) {
        if (!elements.containsKey(name)) {
            nodes.defect(root, "The element " + name + " is required.");
        }
    }

    private void readAsOf(Node node) {
        try {
            asOf = OffsetDateTime.parse(nodes.text(node));
        } catch (DateTimeException e) {
            nodes.defect(node, "An instant with a time zone is expected, such as " + AS_OF + ".");
        }
    }

    private void readPatient(Node node) {
        Patient patient = new Patient();
        for (String part : nodes.text(node).split("\\s*,\\s*", -1)) {
            Matcher age = AGE.matcher(part);
            Matcher born = BORN.matcher(part);
            if (age.matches()) {
                String unit = age.group(2) == null ? "year" : age.group(2);
                patient.setBirthDateElement(new DateType(asOf.toLocalDate()
                        .minus(Long.parseLong(age.group(1)), ChronoUnit.valueOf(unit.toUpperCase(Locale.ROOT) + "S"))
                        .toString()));
            } else if (born.matches()) {
                patient.setBirthDateElement(new DateType(born.group(1)));
            } else {
                try {
                    patient.setGender(AdministrativeGender.fromCode(part));
                } catch (FHIRException e) {
                    nodes.defect(
                            node, "Gender and age are expected, such as: female, 45. \"" + part + "\" is neither.");
                }
            }
        }
        add(patient, "patient");
    }

    private void readEntry(String kind, Node node) {
        try {
            Resource resource = new EntryReader(names, asOf, PATIENT).read(kind, nodes.text(node));
            if (resource instanceof Observation result && result.hasValueQuantity()) {
                String unit = result.getValueQuantity().getCode();
                Optional.ofNullable(unit).flatMap(known::unitDefect).ifPresent(defect -> nodes.defect(node, defect));
            }
            add(resource, kind.replaceAll("s$", "") + "-" + (bundle.getEntry().size() + 1));
        } catch (IllegalArgumentException e) {
            nodes.defect(node, String.valueOf(e.getMessage()));
        }
    }

    /** A resource as FHIR has it. */
    private void readResource(Node node) {
        try {
            Resource resource = (Resource) fhir.newJsonParser()
                    .setParserErrorHandler(new StrictErrorHandler())
                    .parseResource(nodes.json(node).toString());
            add(
                    resource,
                    resource.getId() != null
                            ? resource.getIdPart()
                            : "resource-" + (bundle.getEntry().size() + 1));
        } catch (DataFormatException e) {
            nodes.defect(
                    node,
                    "This is no FHIR resource: "
                            + String.valueOf(e.getMessage()).replaceFirst("^HAPI-\\d+: ", ""));
        }
    }

    private void add(Resource resource, String id) {
        resource.setId(id);
        bundle.addEntry().setResource(resource);
    }

    private ObjectNode object(Node node) {
        return nodes.json(node) instanceof ObjectNode object ? object : mismatch(node);
    }

    private ObjectNode mismatch(Node node) {
        nodes.mapping(node);
        return JsonNodeFactory.instance.objectNode();
    }

    private void readCards(Node node) {
        var cards = expected.putArray("cards");
        for (Node each : nodes.sequence(node)) {
            ObjectNode card = cards.addObject();
            nodes.mapping(each).forEach((key, value) -> {
                String name = key.getValue();
                if (!CARD.contains(name)) {
                    nodes.defect(key, "A card has no element " + name + "." + SimilarNames.suggestion(name, CARD));
                } else if (name.equals("orders") || name.equals("deletes")) {
                    strings(card, name, value);
                    if (name.equals("orders")) {
                        requireKnown("order", value);
                    }
                } else {
                    card.put(name, nodes.text(value));
                    if (!name.equals("summary")) {
                        requireKnown(name, value);
                    }
                }
            });
            if (!card.has("problem")) {
                nodes.defect(each, "The element problem is required.");
            }
        }
    }

    private void readNo(Node node) {
        ObjectNode reasons = expected.putObject("no");
        nodes.mapping(node).forEach((rule, reason) -> {
            reasons.put(rule.getValue(), nodes.text(reason));
            requireKnown("rule", rule);
        });
    }

    /** Of a text, or of each text of a list. */
    private void requireKnown(String what, Node node) {
        List<Node> named = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        named.forEach(each -> {
            if (each instanceof ScalarNode name) {
                known.defect(what, name.getValue()).ifPresent(defect -> nodes.unknown(name, what, defect));
            }
        });
    }

    private void strings(ObjectNode target, String name, Node node) {
        var array = target.putArray(name);
        nodes.sequence(node).forEach(each -> array.add(nodes.text(each)));
    }
}
