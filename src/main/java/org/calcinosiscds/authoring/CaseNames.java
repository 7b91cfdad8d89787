package org.calcinosiscds.authoring;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.calcinosiscds.authoring.shortcase.KnownNames;
import org.cqframework.cql.cql2elm.ucum.UcumService;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;

/** What cases may name. */
final class CaseNames {
    private static final String SYSTEM = "https://calcinosis-cds.org/fhir/CodeSystem/";
    private static final Pattern QUANTITY = Pattern.compile("\\d '([^']+)'");

    /** Code systems by what their codes are. */
    private static final Map<String, String> LISTS = Map.of("rule", "rule", "problem", "problem", "order", "orderable");

    private CaseNames() {}

    /** The list in which a name is missing, for {@link MissingCodes}; nothing where names come from elsewhere. */
    static Optional<String> list(String what) {
        return Optional.ofNullable(LISTS.get(what)).map(MissingCodes::codeSystem);
    }

    static KnownNames of(TranslationCheck translation, ContentResources resources) {
        UcumService ucum = translation.translator().libraries().getUcumService();
        Set<String> units = new TreeSet<>();
        translation.libraries().values().forEach(library -> {
            Matcher quantity = QUANTITY.matcher(library.text());
            while (quantity.find()) {
                units.add(quantity.group(1));
            }
        });
        Map<String, Set<String>> names = new TreeMap<>();
        LISTS.forEach((what, system) -> names.put(what, codes(resources, system)));
        return new KnownNames(names, unit -> ucum.validate(unit) == null, units);
    }

    private static Set<String> codes(ContentResources resources, String system) {
        return resources.of(CodeSystem.class).values().stream()
                .filter(codes -> (SYSTEM + system).equals(codes.getUrl()))
                .flatMap(codes -> codes.getConcept().stream())
                .map(ConceptDefinitionComponent::getCode)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
