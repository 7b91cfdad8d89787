package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.calcinosiscds.fhir.LiteralReference;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Resolves references inside a Bundle. A reference that could mean two resources is not resolved: a wrong patient is worse than no
 * result. Source: FHIR R4, Bundle, "Resolving references in Bundles".
 */
final class BundleReferences {
    private static final Pattern UP_TO_ID = Pattern.compile("^.*[/:]");
    private static final Pattern NOT_OF_IDS = Pattern.compile("[^A-Za-z0-9]+");

    private final Map<String, Resource> byKey = new HashMap<>();
    private final Map<String, @Nullable String> bases = new HashMap<>();
    private final Map<String, Set<String>> byTypeAndId = new HashMap<>();
    private final Map<String, Set<String>> byId = new HashMap<>();
    private final Map<String, Set<String>> patientsByIdentifier = new HashMap<>();

    private final @Nullable String server;

    /**
     * Sets the ids of resources that have an id only in their fullUrl.
     *
     * @param server base URL of what has no fullUrl that says it; null when it is not known
     */
    BundleReferences(List<ReceivedResource> received, @Nullable String server) {
        this.server = server;
        received.forEach(this::add);
    }

    private void add(ReceivedResource each) {
        Resource resource = each.resource();
        LiteralReference fullUrl = LiteralReference.of(each.fullUrl());
        if (resource.getIdPart() == null && each.fullUrl() != null) {
            String id = fullUrl == null ? UP_TO_ID.matcher(each.fullUrl()).replaceFirst("") : fullUrl.id();
            if (LiteralReference.ID.matcher(id).matches()) {
                resource.setId(id);
            }
        }
        if (resource.getIdPart() == null && !(resource instanceof Patient)) {
            // The result needs a name for the resource: its location.
            resource.setId(NOT_OF_IDS.matcher(each.location()).replaceAll("-"));
        }
        String key = key(each);
        byKey.put(key, resource);
        bases.put(key, fullUrl == null || fullUrl.base() == null ? server : fullUrl.base());
        if (resource.getIdPart() != null) {
            note(byTypeAndId, LiteralReference.of(resource).relative(), key);
            note(byId, LiteralReference.alike(resource.getIdPart()), key);
        }
        if (resource instanceof Patient patient) {
            patient.getIdentifier().stream()
                    .filter(identifier -> identifier.getValue() != null)
                    .forEach(identifier -> note(patientsByIdentifier, PatientOf.key(identifier), key));
        }
    }

    private static void note(Map<String, Set<String>> index, String name, String key) {
        index.computeIfAbsent(name, each -> new LinkedHashSet<>()).add(key);
    }

    /** Identity of a resource in the Bundle: its fullUrl, else type and id, else its location. */
    String key(ReceivedResource each) {
        if (each.fullUrl() != null && !each.fullUrl().isBlank()) {
            LiteralReference literal = LiteralReference.of(each.fullUrl());
            return literal == null ? each.fullUrl() : literal.key();
        }
        return each.resource().getIdPart() == null
                ? "#" + each.location()
                : LiteralReference.of(each.resource()).relative();
    }

    /** The key of the resource that a reference means; by its identifier only that of a Patient. */
    Optional<String> keyOf(Reference reference, ReceivedResource from) {
        if (reference.getReference() == null) {
            return reference.getIdentifier().getValue() != null
                    ? only(patientsByIdentifier.get(PatientOf.key(reference.getIdentifier())), null)
                    : Optional.empty();
        }
        LiteralReference literal = LiteralReference.of(reference.getReference());
        if (literal == null) {
            return Optional.of(reference.getReference()).filter(byKey::containsKey);
        }
        if (byKey.containsKey(literal.key())) {
            return Optional.of(literal.key());
        }
        if (literal.isUrn()) {
            return only(byId.get(literal.id()), null);
        }
        if (literal.base() != null) {
            return only(byTypeAndId.get(literal.relative()), literal.base());
        }
        LiteralReference fullUrl = LiteralReference.of(from.fullUrl());
        String base = fullUrl == null ? null : fullUrl.base();
        if (base != null && byKey.containsKey(base + "/" + literal.relative())) {
            return Optional.of(base + "/" + literal.relative());
        }
        return only(byTypeAndId.get(literal.relative()), base);
    }

    /** Writes the references of a resource as type and id, where they mean one that was sent. */
    void settle(ReceivedResource each) {
        ReferenceElements.visit(each.resource(), reference -> {
            if (reference.getReference() != null || reference.hasIdentifier()) {
                keyOf(reference, each)
                        .map(byKey::get)
                        .filter(target -> target.getIdPart() != null)
                        .ifPresent(target -> reference.setReference(
                                LiteralReference.of(target).relative()));
            }
        });
    }

    /** The keys of the resources to which a resource refers. */
    List<String> targets(ReceivedResource each) {
        List<String> keys = new ArrayList<>();
        ReferenceElements.visit(
                each.resource(), reference -> keyOf(reference, each).ifPresent(keys::add));
        return keys;
    }

    /** @param base server that the reference names; null when it names none */
    private Optional<String> only(@Nullable Set<String> keys, @Nullable String base) {
        if (keys == null) {
            return Optional.empty();
        }
        List<String> candidates = keys.stream()
                .filter(key -> base == null || bases.get(key) == null || base.equals(bases.get(key)))
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }
}
