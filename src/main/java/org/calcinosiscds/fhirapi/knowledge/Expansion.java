package org.calcinosiscds.fhirapi.knowledge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.calcinosiscds.knowledge.ValueSetCodes;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionComponent;
import org.jspecify.annotations.Nullable;

/** The codes of one of our value sets in the order of its file. */
final class Expansion {
    private final ValueSet valueSet;
    private final @Nullable String filter;
    private final List<Coding> codes = new ArrayList<>();

    /**
     * @param codings all codes of the value set
     * @param filter words, each of which must be in the code or display; null for all codes
     */
    Expansion(ValueSet valueSet, List<Coding> codings, @Nullable String filter) {
        this.valueSet = valueSet;
        this.filter = filter;
        codings.stream().filter(this::matches).forEach(codes::add);
    }

    private boolean matches(Coding coding) {
        if (filter == null) {
            return true;
        }
        String text = (coding.getCode() + " " + coding.getDisplay()).toLowerCase(Locale.ROOT);
        return List.of(filter.toLowerCase(Locale.ROOT).trim().split("\\s+")).stream()
                .allMatch(text::contains);
    }

    /** The code with the display of the value set; null when the value set does not have it. */
    @Nullable
    Coding find(@Nullable String system, @Nullable String code) {
        return codes.stream()
                .filter(each ->
                        each.getSystem().equals(system) && each.getCode().equals(code))
                .findFirst()
                .orElse(null);
    }

    /** The value set with one page of its codes in place of its definition; without a count, with all of them. */
    ValueSet page(@Nullable Integer offset, @Nullable Integer count, Instant now) {
        ValueSet page = valueSet.copy();
        page.setCompose(null);
        page.setExpansion(null);
        ValueSetExpansionComponent expansion = page.getExpansion()
                .setIdentifier("urn:uuid:" + UUID.randomUUID())
                .setTimestampElement(new DateTimeType(now.toString()))
                .setTotal(codes.size());
        if (filter != null) {
            expansion.addParameter().setName("filter").setValue(new StringType(filter));
        }
        if (count != null) {
            expansion.addParameter().setName("count").setValue(new IntegerType(count));
        }
        if (offset != null || count != null) {
            expansion.setOffset(offset == null ? 0 : offset);
        }
        valueSet.getCompose().getInclude().stream()
                .filter(include -> include.getVersion() != null)
                .map(include -> include.getSystem() + "|" + include.getVersion())
                .distinct()
                .forEach(version -> expansion.addParameter().setName("version").setValue(new UriType(version)));
        codes.stream()
                .skip(offset == null ? 0 : offset)
                .limit(count == null ? codes.size() : count)
                .forEach(code -> expansion.addContains(ValueSetCodes.contains(code)));
        return page;
    }
}
