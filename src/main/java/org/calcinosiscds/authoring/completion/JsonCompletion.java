package org.calcinosiscds.authoring.completion;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeDeclaredChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.ResourceOutline;
import org.jspecify.annotations.Nullable;

/** The elements and the values that FHIR R4 has at a place of the JSON of a resource. */
public final class JsonCompletion {
    private static final String RESOURCE_TYPE = "resourceType";
    private static final Set<String> EXTENSIONS = Set.of("extension", "modifierExtension");
    private static final Set<String> URLS = Set.of("uri", "url", "canonical");

    private final FhirContext fhir;
    private final Map<String, String> texts;

    /** @param texts of content by path: its code systems and urls are known values */
    public JsonCompletion(FhirContext fhir, Map<String, String> texts) {
        this.fhir = fhir;
        this.texts = texts;
    }

    /** @param position index in the text, behind what is written */
    public List<Suggestion> at(String text, int position) {
        JsonPlace place = JsonPlace.at(text, position);
        if (place.objects().isEmpty()) {
            return List.of();
        }
        Optional<BaseRuntimeElementCompositeDefinition<?>> owner = owner(place);
        if (place.name() == null) {
            return owner.map(type -> elements(type, place)).orElseGet(() -> List.of(resourceType()));
        }
        if (place.name().equals(RESOURCE_TYPE)) {
            return fhir.getResourceTypes().stream()
                    .sorted()
                    .map(each -> new Suggestion(each, "", "", false))
                    .toList();
        }
        return owner.map(type -> values(type, place)).orElse(List.of());
    }

    /** The element whose name, or whose value, has the character at an index; empty when FHIR R4 has none there. */
    public Optional<Suggestion> about(String text, int index) {
        int end = index;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
            end++;
        }
        JsonPlace place = JsonPlace.at(text, end);
        String name = place.name() == null ? place.written() : place.name();
        return owner(place)
                .flatMap(type -> Optional.ofNullable(type.getChildByName(name))
                        .map(child -> element(name, child, child(type, name))))
                .filter(element -> !name.isEmpty());
    }

    /** Type of the object at the place; empty when a name on the way is none of FHIR R4. */
    private Optional<BaseRuntimeElementCompositeDefinition<?>> owner(JsonPlace place) {
        BaseRuntimeElementCompositeDefinition<?> type = null;
        for (JsonPlace.Level level : place.objects()) {
            BaseRuntimeElementDefinition<?> definition = type == null ? null : child(type, level.element());
            if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite
                    && !definition.getImplementingClass().isInterface()
                    && !composite.getName().equals("Resource")) {
                type = composite;
            } else {
                String resource = level.texts().getOrDefault(RESOURCE_TYPE, "");
                if (!fhir.getResourceTypes().contains(resource)) {
                    return Optional.empty();
                }
                type = fhir.getResourceDefinition(resource);
            }
        }
        return Optional.ofNullable(type);
    }

    private @Nullable BaseRuntimeElementDefinition<?> child(
            BaseRuntimeElementCompositeDefinition<?> type, String name) {
        // HAPI's child for extensions knows itself by other names.
        if (EXTENSIONS.contains(name)) {
            return fhir.getElementDefinition("Extension");
        }
        BaseRuntimeChildDefinition child = type.getChildByName(name);
        return child == null ? null : child.getChildByName(name);
    }

    private List<Suggestion> elements(BaseRuntimeElementCompositeDefinition<?> type, JsonPlace place) {
        Set<String> there =
                place.objects().get(place.objects().size() - 1).texts().keySet();
        List<Suggestion> elements = new ArrayList<>();
        for (BaseRuntimeChildDefinition child : type.getChildren()) {
            child.getValidChildNames().stream()
                    .filter(name -> !there.contains(name))
                    .forEach(name -> elements.add(element(name, child, child(type, name))));
        }
        elements.sort(Comparator.comparing(Suggestion::name));
        return elements;
    }

    private static Suggestion element(
            String name, BaseRuntimeChildDefinition child, @Nullable BaseRuntimeElementDefinition<?> definition) {
        String type = definition == null
                ? ""
                : definition instanceof RuntimeResourceBlockDefinition ? "BackboneElement" : definition.getName();
        String text = child instanceof BaseRuntimeDeclaredChildDefinition declared
                ? Optional.ofNullable(declared.getShortDefinition()).orElse("")
                : "";
        String most = child.getMax() < 0 ? "*" : String.valueOf(child.getMax());
        return new Suggestion(name, (type + " " + child.getMin() + ".." + most).strip(), text, true);
    }

    private static Suggestion resourceType() {
        return new Suggestion(RESOURCE_TYPE, "code 1..1", "", true);
    }

    private List<Suggestion> values(BaseRuntimeElementCompositeDefinition<?> type, JsonPlace place) {
        String name = String.valueOf(place.name());
        BaseRuntimeChildDefinition child = type.getChildByName(name);
        BaseRuntimeElementDefinition<?> definition = child(type, name);
        if (child == null || definition == null) {
            return List.of();
        }
        if (definition.getName().equals("boolean")) {
            return Stream.of("true", "false")
                    .map(each -> new Suggestion(each, "boolean", "", false))
                    .toList();
        }
        List<Suggestion> bound = BoundCodes.of(child);
        if (!bound.isEmpty()) {
            return bound;
        }
        if (definition.getName().equals("code")) {
            return system(place).map(url -> BoundCodes.ofContent(url, texts)).orElse(List.of());
        }
        return URLS.contains(definition.getName()) ? urls() : List.of();
    }

    /** The code system that the innermost object around the place names. */
    private static Optional<String> system(JsonPlace place) {
        List<JsonPlace.Level> objects = place.objects();
        for (int i = objects.size() - 1; i >= 0; i--) {
            String system = objects.get(i).texts().get("system");
            if (system != null) {
                return Optional.of(system);
            }
        }
        return Optional.empty();
    }

    private List<Suggestion> urls() {
        return ResourceOutline.of(texts).stream()
                .filter(each -> !each.url().isEmpty())
                .map(each -> new Suggestion(each.url(), "", each.name(), false))
                .toList();
    }
}
