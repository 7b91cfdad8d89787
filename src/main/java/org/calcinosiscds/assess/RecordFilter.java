package org.calcinosiscds.assess;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.fhir.PatientLinks;
import org.calcinosiscds.fhir.ResourceJson;
import org.calcinosiscds.json.JsonTree;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.record.PatientOf;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Tells which resources of a record no rule can read, type by type and code by code as the ELM of the rules names them, so that a
 * program that gathers records may leave them out: the answer about a patient is the same without them. A resource that is in doubt is
 * kept.
 *
 * @param readers of the rules; a resource is kept when one of them reads it
 */
record RecordFilter(List<FhirReader> readers) {
    /** Who is assessed, what this service reads beside the rules, and what is refused or opened elsewhere. */
    private static final Set<String> ALWAYS_KEPT =
            Set.of("Patient", "Encounter", "Specimen", "Bundle", "OperationOutcome", "Parameters");

    /** Elements that change what the others mean. A resource with one may be told in the answer whatever its codes are. */
    private static final List<String> MODIFIERS = List.of("modifierExtension", "implicitRules");

    /** Elements in which anything may stand. */
    private static final List<String> EXTENDED = List.of("extension", "contained");

    /** Stands where an entry was left out, so that the others keep their places, by which messages name them. */
    private static final byte[] NOTHING = "{\"response\":{}}".getBytes(StandardCharsets.US_ASCII);

    /**
     * What is known of a resource that is not read.
     *
     * @param references to other resources that are no Patients, by type and id
     */
    record Identity(String type, PatientOf owner, List<String> references) {}

    /** Whether rules may read a resource. */
    boolean keeps(JsonValue resource) {
        String type = resource.textOf("resourceType");
        return keepsType(type)
                && (isAlwaysKept(type)
                        || isModified(resource)
                        || readers.stream().anyMatch(reader -> reader.mayBeRead(resource, String.valueOf(type)))
                        || isOfNobody(readers.get(0).identityOf(resource, String.valueOf(type))));
    }

    /** The same of one that was read without an error, which need not be read once more for its codes. */
    boolean keeps(JsonValue resource, Resource read) {
        return isAlwaysKept(read.fhirType())
                || isModified(resource)
                || readers.stream().anyMatch(reader -> reader.readsCodesOf(read))
                || isOfNobody(read);
    }

    /** Whether rules may read resources of a type. */
    boolean keepsType(@Nullable String type) {
        return isAlwaysKept(type) || readers.stream().anyMatch(reader -> reader.readsType(String.valueOf(type)));
    }

    private boolean isAlwaysKept(@Nullable String type) {
        return type == null || !readers.get(0).isType(type) || ALWAYS_KEPT.contains(type);
    }

    private static boolean isModified(JsonValue resource) {
        return MODIFIERS.stream().anyMatch(resource::mayMention);
    }

    /** What belongs to nobody is found by references to it. */
    private static boolean isOfNobody(Resource resource) {
        return PatientLinks.of(resource).kind() != PatientLinks.Kind.OF_A_PATIENT;
    }

    /**
     * What is known of a result of which its JSON alone tells that no rule reads it; null when that needs a closer look. Most results of a
     * record are of other analytes than those that rules read.
     */
    @Nullable
    Identity identityOfUnread(JsonValue resource) {
        if (!"Observation".equals(resource.textOf("resourceType"))
                || isModified(resource)
                || EXTENDED.stream().anyMatch(resource::mayMention)) {
            return null;
        }
        ResourceJson json = ResourceJson.of(resource);
        return readers.stream().allMatch(reader -> reader.hasPlainlyOtherCodes(json)) ? identity(json) : null;
    }

    /** @param resource one that is not kept */
    Identity identity(JsonValue resource) {
        return identity(ResourceJson.of(resource));
    }

    private Identity identity(ResourceJson json) {
        String type = Objects.requireNonNull(json.value().textOf("resourceType"));
        Resource known = readers.get(0).identityOf(json, type);
        Set<String> references = new TreeSet<>();
        addReferences(json.elements(), references);
        return new Identity(type, PatientOf.of(known), List.copyOf(references));
    }

    private static void addReferences(@Nullable Object value, Set<String> references) {
        if (value instanceof Map<?, ?> object) {
            LiteralReference reference =
                    object.get("reference") instanceof String text ? LiteralReference.of(text) : null;
            if (reference != null && !"Patient".equals(reference.type())) {
                references.add(reference.relative());
            }
            object.values().forEach(each -> addReferences(each, references));
        } else if (value instanceof Collection<?> array) {
            array.forEach(each -> addReferences(each, references));
        }
    }

    /** What rules may read of a Bundle, as a Bundle; null when that is all of it. */
    byte @Nullable [] partOf(JsonValue bundle) {
        JsonValue entries = bundle.property("entry");
        // A page of a search is measured by the number of its entries.
        if (entries == null || bundle.property("total") != null) {
            return null;
        }
        List<JsonValue> unread = new ArrayList<>();
        Set<String> namesOfOthers = new HashSet<>();
        for (JsonValue entry : entries.elements()) {
            JsonValue resource = entry.property("resource");
            if (resource == null || keeps(resource)) {
                namesOfOthers.addAll(names(entry, resource));
            } else {
                unread.add(entry);
            }
        }
        // Another version of a resource that is read, or what a reference to it could mean as well.
        unread.removeIf(
                entry -> names(entry, entry.property("resource")).stream().anyMatch(namesOfOthers::contains));
        return unread.isEmpty() ? null : bundle.bytesWith(NOTHING, unread);
    }

    private List<String> names(JsonValue entry, @Nullable JsonValue resource) {
        List<String> names = new ArrayList<>();
        String url = entry.textOf("fullUrl");
        if (url != null) {
            LiteralReference literal = LiteralReference.of(url);
            names.add(LiteralReference.alike(literal == null ? url : literal.id()));
        }
        String type = resource == null ? null : resource.textOf("resourceType");
        if (resource != null
                && readers.get(0).isType(type)
                && JsonTree.object(resource.bytes()).get("id") instanceof String id) {
            names.add(LiteralReference.alike(id));
        }
        return names;
    }
}
