package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionParameterComponent;

/**
 * The expansion of a value set as a terminology server made it, with the server, the versions of the code systems and the date. Its codes
 * are sorted, so that a later one can be compared. It names the {@code compose} that it was made of by its SHA-256.
 */
public final class PinnedExpansion {
    private static final String SERVER = "server";
    private static final String COMPOSE = "compose-sha256";
    private static final Set<String> VERSIONS = Set.of("version", "used-codesystem");

    private PinnedExpansion() {}

    /**
     * The expansion to be kept.
     *
     * @param valueSet that was sent
     * @param pages answers of the server, each a ValueSet with a part of the codes
     */
    public static ValueSetExpansionComponent of(ValueSet valueSet, String server, List<ValueSet> pages) {
        ValueSetExpansionComponent first = pages.get(0).getExpansion();
        ValueSetExpansionComponent pinned = new ValueSetExpansionComponent();
        pinned.setIdentifier(first.getIdentifier());
        pinned.setTimestampElement(first.getTimestampElement());
        List<ValueSetExpansionContainsComponent> codes = new ArrayList<>();
        pages.forEach(page -> add(page.getExpansion().getContains(), codes));
        pinned.addParameter().setName(SERVER).setValue(new UriType(server));
        pinned.addParameter().setName(COMPOSE).setValue(new StringType(hash(valueSet)));
        versions(first, codes)
                .forEach(version -> pinned.addParameter().setName("version").setValue(new UriType(version)));
        codes.stream()
                .sorted(Comparator.comparing(ValueSetExpansionContainsComponent::getSystem)
                        .thenComparing(ValueSetExpansionContainsComponent::getCode))
                .forEach(pinned::addContains);
        return pinned.setTotal(codes.size());
    }

    /** Number of codes of a page, at any depth. */
    public static int size(ValueSet page) {
        List<ValueSetExpansionContainsComponent> codes = new ArrayList<>();
        addAll(page.getExpansion().getContains(), codes);
        return codes.size();
    }

    /** Whether an expansion was made of another {@code compose} than the value set has now. */
    static boolean isOutOfDate(ValueSet valueSet) {
        return valueSet.getExpansion().getParameter().stream()
                .filter(each -> each.getName().equals(COMPOSE))
                .map(ValueSetExpansionParameterComponent::getValue)
                .anyMatch(made -> !hash(valueSet).equals(made.primitiveValue()));
    }

    /** Whether two expansions have the same codes of the same versions from the same server. */
    public static boolean isSame(ValueSetExpansionComponent one, ValueSetExpansionComponent other) {
        return text(one).equals(text(other));
    }

    private static String text(ValueSetExpansionComponent expansion) {
        ValueSet holder = new ValueSet();
        holder.setExpansion(expansion.copy().setIdentifier(null).setTimestampElement(null));
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(holder);
    }

    private static void add(
            List<ValueSetExpansionContainsComponent> contains, List<ValueSetExpansionContainsComponent> codes) {
        List<ValueSetExpansionContainsComponent> all = new ArrayList<>();
        addAll(contains, all);
        all.stream()
                .filter(each -> !each.getAbstract())
                .forEach(each -> codes.add(new ValueSetExpansionContainsComponent()
                        .setSystem(each.getSystem())
                        .setVersion(each.getVersion())
                        .setCode(each.getCode())
                        .setDisplay(each.getDisplay())));
    }

    private static void addAll(
            List<ValueSetExpansionContainsComponent> contains, List<ValueSetExpansionContainsComponent> codes) {
        for (ValueSetExpansionContainsComponent each : contains) {
            if (each.getCode() != null) {
                codes.add(each);
            }
            addAll(each.getContains(), codes);
        }
    }

    /** Code systems with their versions, such as {@code http://loinc.org|2.81}, as the server states them. */
    private static Set<String> versions(
            ValueSetExpansionComponent expansion, List<ValueSetExpansionContainsComponent> codes) {
        Set<String> versions = new TreeSet<>();
        expansion.getParameter().stream()
                .filter(each -> VERSIONS.contains(each.getName()) && each.hasValue())
                .forEach(each -> versions.add(each.getValue().primitiveValue()));
        codes.stream()
                .filter(each -> each.getVersion() != null)
                .forEach(each -> versions.add(each.getSystem() + "|" + each.getVersion()));
        return versions;
    }

    private static String hash(ValueSet valueSet) {
        ValueSet holder = new ValueSet();
        holder.setCompose(valueSet.getCompose());
        String text = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(holder);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
