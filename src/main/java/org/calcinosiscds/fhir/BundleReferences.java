package org.calcinosiscds.fhir;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Which resource of a Bundle a reference in that Bundle means. What could be two resources is none: a wrong patient is worse than no
 * answer. Source: FHIR R4, Bundle, "Resolving references in Bundles".
 */
final class BundleReferences {
    private static final Pattern RESTFUL =
            Pattern.compile("(?<base>https?://.+)/(?<relative>[A-Z][A-Za-z]{1,63}/[A-Za-z0-9\\-.]{1,64})");
    private static final Pattern RELATIVE = Pattern.compile("[A-Z][A-Za-z]{1,63}/[A-Za-z0-9\\-._:]{1,128}");
    private static final Pattern VERSION = Pattern.compile("/_history/[^/]*$");
    private static final Pattern UP_TO_ID = Pattern.compile("^.*[/:]");
    private static final Pattern NOT_OF_IDS = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

    private final Map<String, Resource> byKey = new HashMap<>();
    private final Map<String, Set<String>> byTypeAndId = new HashMap<>();
    private final Map<String, Set<String>> byId = new HashMap<>();

    /** Gives ids to the resources that have none but in their fullUrl. */
    BundleReferences(List<ReceivedResource> received) {
        for (ReceivedResource each : received) {
            Resource resource = each.resource();
            if (resource.getIdPart() == null && each.fullUrl() != null) {
                String id = UP_TO_ID.matcher(withoutVersion(each.fullUrl())).replaceFirst("");
                if (ID.matcher(id).matches()) {
                    resource.setId(id);
                }
            }
            if (resource.getIdPart() == null && !(resource instanceof Patient)) {
                // The answer has to call it something: its place.
                resource.setId(NOT_OF_IDS.matcher(each.place()).replaceAll("-"));
            }
            String key = key(each);
            byKey.put(key, resource);
            if (resource.getIdPart() != null) {
                byTypeAndId
                        .computeIfAbsent(relative(resource), name -> new LinkedHashSet<>())
                        .add(key);
                byId.computeIfAbsent(resource.getIdPart(), id -> new LinkedHashSet<>())
                        .add(key);
            }
        }
    }

    /** What makes the resource the same as another: fullUrl, else type and id, of which a place may be a part. */
    String key(ReceivedResource each) {
        if (each.fullUrl() != null && !each.fullUrl().isBlank()) {
            return withoutVersion(each.fullUrl());
        }
        return each.resource().getIdPart() == null ? "#" + each.place() : relative(each.resource());
    }

    /** The key of the resource that a reference means. */
    Optional<String> keyOf(String reference, ReceivedResource from) {
        String literal = withoutVersion(reference);
        if (byKey.containsKey(literal)) {
            return Optional.of(literal);
        }
        if (literal.startsWith("urn:")) {
            return only(byId.get(UP_TO_ID.matcher(literal).replaceFirst("")), null);
        }
        Matcher absolute = RESTFUL.matcher(literal);
        if (absolute.matches()) {
            return only(byTypeAndId.get(absolute.group("relative")), absolute.group("base"));
        }
        if (!RELATIVE.matcher(literal).matches()) {
            return Optional.empty();
        }
        String base = base(from.fullUrl());
        if (base != null && byKey.containsKey(base + "/" + literal)) {
            return Optional.of(base + "/" + literal);
        }
        return only(byTypeAndId.get(literal), base);
    }

    /** Writes the references of a resource as type and id, where they mean one that was sent. */
    void settle(ReceivedResource each) {
        for (Property property : each.resource().children()) {
            for (Base value : property.getValues()) {
                if (value instanceof Reference reference && reference.hasReference()) {
                    keyOf(reference.getReference(), each)
                            .map(byKey::get)
                            .filter(target -> target.getIdPart() != null)
                            .ifPresent(target -> reference.setReference(relative(target)));
                }
            }
        }
    }

    /** @param base server that the reference names; null when it names none */
    private static Optional<String> only(@Nullable Set<String> keys, @Nullable String base) {
        if (keys == null) {
            return Optional.empty();
        }
        List<String> candidates = keys.stream()
                .filter(key -> base == null || base(key) == null || base.equals(base(key)))
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    private static @Nullable String base(@Nullable String fullUrl) {
        if (fullUrl == null) {
            return null;
        }
        Matcher restful = RESTFUL.matcher(withoutVersion(fullUrl));
        return restful.matches() ? restful.group("base") : null;
    }

    private static String withoutVersion(String reference) {
        return VERSION.matcher(reference).replaceFirst("");
    }

    private static String relative(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdPart();
    }
}
