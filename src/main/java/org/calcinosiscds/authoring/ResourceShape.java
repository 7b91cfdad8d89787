package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeDeclaredChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimePrimitiveDatatypeDefinition;
import ca.uhn.fhir.parser.DataFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether the JSON of a resource has the elements, lists and values of FHIR R4, each with its place, which parsers do not tell. */
final class ResourceShape {
    /**
     * Something that does not fit.
     *
     * @param path such as {@code compose.include[0].system}
     * @param message a sentence
     */
    record Misfit(String path, String message) {}

    private static final Set<String> TRIMMED = Set.of("code", "uri", "url", "canonical", "id");
    private static final Set<String> NUMBERS = Set.of("integer", "decimal", "positiveInt", "unsignedInt");

    private static final Set<String> EXTENSIONS = Set.of("extension", "modifierExtension");

    /** Value sets of FHIR that hold the names of its types, at their ends. */
    private static final Pattern TYPES = Pattern.compile(".*/ValueSet/(?:all|defined|resource)-types");

    private static final Set<String> ABSTRACT_TYPES =
            Set.of("Any", "Type", "Element", "BackboneElement", "Resource", "DomainResource");

    /** The code system that has the types of resources as codes. */
    private static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";

    private final FhirContext fhir;
    private final List<Misfit> misfits = new ArrayList<>();

    private ResourceShape(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** @param json of a whole resource */
    static List<Misfit> check(JsonNode json, FhirContext fhir) {
        ResourceShape shape = new ResourceShape(fhir);
        shape.checkResource(json, "");
        return shape.misfits;
    }

    private void checkResource(JsonNode json, String path) {
        if (!(json instanceof ObjectNode resource)) {
            add(path, "A resource is a JSON object.");
            return;
        }
        String type = resource.path("resourceType").asString("");
        String place = join(path, "resourceType");
        if (type.isEmpty()) {
            add(resource.has("resourceType") ? place : path, "The element resourceType is missing.");
        } else if (!fhir.getResourceTypes().contains(type)) {
            add(
                    place,
                    "FHIR R4 has no resource " + type + "." + SimilarNames.suggestion(type, fhir.getResourceTypes()));
        } else {
            checkElements(resource, fhir.getResourceDefinition(type), path, type);
        }
    }

    private void checkElements(
            ObjectNode json, BaseRuntimeElementCompositeDefinition<?> definition, String path, String type) {
        if (json.path("system").asString("").equals(RESOURCE_TYPES)) {
            requireTypes(json, path);
        }
        for (Map.Entry<String, JsonNode> each : json.properties()) {
            String name = each.getKey();
            if (name.equals("resourceType") || name.equals("fhir_comments")) {
                continue;
            }
            // The id and the extensions of a simple value stand in an element with a line before its name.
            boolean isBeside = name.startsWith("_");
            BaseRuntimeChildDefinition child = definition.getChildByName(isBeside ? name.substring(1) : name);
            if (child == null) {
                add(
                        join(path, name),
                        type + " has no element " + name + "." + SimilarNames.suggestion(name, names(definition)));
            } else if (!isBeside) {
                checkElement(each.getValue(), child, join(path, name), name, type);
            }
        }
    }

    private void checkElement(
            JsonNode json, BaseRuntimeChildDefinition child, String path, String name, String parent) {
        boolean isList = child.getMax() != 1;
        if (isList != json.isArray()) {
            add(path, "The element " + name + (isList ? " is a list: it stands in [ ]." : " is no list."));
            return;
        }
        if (!isList) {
            checkValue(json, child, path, name, parent);
            return;
        }
        if (json.isEmpty()) {
            add(path, "The list " + name + " is empty; FHIR leaves out what is empty.");
        }
        for (int i = 0; i < json.size(); i++) {
            checkValue(json.get(i), child, path + "[" + i + "]", name, parent);
        }
    }

    private void checkValue(JsonNode json, BaseRuntimeChildDefinition child, String path, String name, String parent) {
        // HAPI's child for extensions knows itself by other names.
        BaseRuntimeElementDefinition<?> definition =
                EXTENSIONS.contains(name) ? fhir.getElementDefinition("Extension") : child.getChildByName(name);
        if (definition instanceof RuntimePrimitiveDatatypeDefinition) {
            checkPrimitive(json, child, definition, path, name);
        } else if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite
                && !definition.getImplementingClass().isInterface()
                && !composite.getName().equals("Resource")) {
            if (json instanceof ObjectNode object) {
                checkElements(object, composite, path, parent + "." + name);
            } else {
                add(path, "The element " + name + " is a JSON object: it stands in { }.");
            }
        } else if (name.equals("contained") || name.equals("resource")) {
            checkResource(json, path);
        }
    }

    private void checkPrimitive(
            JsonNode json,
            BaseRuntimeChildDefinition child,
            BaseRuntimeElementDefinition<?> definition,
            String path,
            String name) {
        if (json.isNull()) {
            return;
        }
        String type = definition.getName();
        String kind = NUMBERS.contains(type) ? "number" : type.equals("boolean") ? "true or false" : "text in \" \"";
        boolean isKind =
                kind.equals("number") ? json.isNumber() : type.equals("boolean") ? json.isBoolean() : json.isString();
        if (!isKind) {
            add(path, "The element " + name + " is a " + kind + ".");
            return;
        }
        String text = json.asString("");
        boolean isBlankAround = TRIMMED.contains(type) && !text.equals(text.strip());
        if (text.isEmpty() || isBlankAround) {
            add(path, "The element " + name + (text.isEmpty() ? " is empty." : " begins or ends with a blank."));
            return;
        }
        try {
            Object constructor = child.getInstanceConstructorArguments();
            IPrimitiveType<?> value = (IPrimitiveType<?>)
                    (constructor == null ? definition.newInstance() : definition.newInstance(constructor));
            value.setValueAsString(text);
            if (child instanceof BaseRuntimeDeclaredChildDefinition declared
                    && declared.getBindingValueSet() != null
                    && TYPES.matcher(declared.getBindingValueSet()).matches()) {
                requireType(text, path);
            }
        } catch (DataFormatException | IllegalArgumentException e) {
            add(path, "The element " + name + " cannot be \"" + text + "\": " + reason(e));
        }
    }

    /** Of a coding, or of the codes that a value set includes. */
    private void requireTypes(ObjectNode json, String path) {
        if (json.has("code")) {
            requireType(json.path("code").asString(""), join(path, "code"));
        }
        for (int i = 0; i < json.path("concept").size(); i++) {
            requireType(json.path("concept").path(i).path("code").asString(""), join(path, "concept[" + i + "].code"));
        }
    }

    private void requireType(String type, String path) {
        Set<String> known = new TreeSet<>(fhir.getResourceTypes());
        known.addAll(ABSTRACT_TYPES);
        fhir.getElementDefinitions().forEach(each -> known.add(each.getName()));
        // Types of FHIRPath and of models of other names are urls.
        if (!type.contains(":") && !known.contains(type)) {
            add(path, "FHIR R4 has no type " + type + "." + SimilarNames.suggestion(type, known));
        }
    }

    private static String reason(RuntimeException e) {
        return String.valueOf(e.getMessage()).replaceFirst("^HAPI-\\d+: ", "").replaceFirst("\\.?$", ".");
    }

    private static Set<String> names(BaseRuntimeElementCompositeDefinition<?> definition) {
        Set<String> names = new TreeSet<>();
        definition.getChildren().forEach(child -> names.addAll(child.getValidChildNames()));
        return names;
    }

    private static String join(String path, @Nullable String name) {
        return path.isEmpty() ? String.valueOf(name) : path + "." + name;
    }

    private void add(String path, String message) {
        misfits.add(new Misfit(path, message));
    }
}
