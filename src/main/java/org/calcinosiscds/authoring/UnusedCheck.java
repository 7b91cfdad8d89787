package org.calcinosiscds.authoring;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.Definitions.Definition;
import org.calcinosiscds.cql.ContentLibraries;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.SingletonFrom;
import org.hl7.elm.r1.ValueSetDef;
import org.hl7.fhir.r4.model.ValueSet;

/** Finds defines, functions and value sets that nothing uses. What only something unused uses is not reported. */
final class UnusedCheck {
    /** Lists that are read as keys of what rules may name. */
    private static final Set<Definitions.Key> LISTS = Set.of(
            new Definitions.Key(ContentLibraries.CARD_MERGING, "Problems"),
            new Definitions.Key(ContentLibraries.CARD_SOURCES, "Sources"),
            new Definitions.Key(ContentLibraries.MANAGEMENT_TEXT, "Claims"));

    private UnusedCheck() {}

    static void run(
            TranslationCheck translation,
            Definitions definitions,
            Map<String, String> texts,
            ContentResources resources,
            List<Finding> findings) {
        checkDefinitions(translation, definitions, findings);
        checkValueSets(translation, texts, resources, findings);
    }

    private static void checkDefinitions(
            TranslationCheck translation, Definitions definitions, List<Finding> findings) {
        Set<Definitions.Key> used = new HashSet<>(LISTS);
        libraries(translation).forEach(library -> {
            for (ExpressionDef each : LibraryResolver.definitions(library)) {
                Definition definition = new Definition(library, each);
                // One that calls itself is not used by that.
                definitions.named(definition).stream()
                        .filter(key -> !key.equals(definition.key()))
                        .forEach(used::add);
            }
        });
        for (String name : translation.libraries().keySet()) {
            if (!name.equals(TranslationCheck.FHIR_HELPERS)) {
                definitions.library(name).ifPresent(library -> check(library, used, findings));
            }
        }
    }

    private static Stream<Library> libraries(TranslationCheck translation) {
        return translation.translator().libraries().getCompiledLibraries().values().stream()
                .map(compiled -> Objects.requireNonNull(compiled.getLibrary()));
    }

    private static void check(Library library, Set<Definitions.Key> used, List<Finding> findings) {
        Set<String> rules =
                RuleDefinition.of(library).stream().map(RuleDefinition::name).collect(Collectors.toSet());
        if (!rules.isEmpty()) {
            rules.add(RuleCheck.RULES);
        }
        for (ExpressionDef each : LibraryResolver.definitions(library)) {
            String name = String.valueOf(each.getName());
            boolean isOfTranslator = each.getExpression() instanceof SingletonFrom && name.equals(each.getContext());
            if (!isOfTranslator && !rules.contains(name) && !used.contains(new Definition(library, each).key())) {
                findings.add(Finding.warning(
                        "cql/" + Definitions.name(library) + ".cql",
                        SourcePosition.of(each),
                        "CDS050",
                        "\"" + name + "\" is used by no other define and by no plan."));
            }
        }
    }

    private static void checkValueSets(
            TranslationCheck translation,
            Map<String, String> texts,
            ContentResources resources,
            List<Finding> findings) {
        Set<String> declared = libraries(translation)
                .filter(library -> library.getValueSets() != null)
                .flatMap(library -> library.getValueSets().getDef().stream())
                .map(ValueSetDef::getId)
                .collect(Collectors.toSet());
        resources.of(ValueSet.class).forEach((file, valueSet) -> {
            String url = valueSet.getUrl();
            if (url != null
                    && !declared.contains(url)
                    && texts.entrySet().stream()
                            .noneMatch(each -> !each.getKey().equals(file) && names(each.getValue(), url))) {
                findings.add(Finding.warning(
                        file,
                        resources.text(file).at("url"),
                        "CDS057",
                        "No library and no resource uses " + url + "."));
            }
        });
    }

    /** Whether a text has a url, and not only a longer one that begins with it. */
    private static boolean names(String text, String url) {
        for (int at = text.indexOf(url); at >= 0; at = text.indexOf(url, at + 1)) {
            char after = at + url.length() < text.length() ? text.charAt(at + url.length()) : ' ';
            if (!Character.isLetterOrDigit(after) && after != '-' && after != '.' && after != '/') {
                return true;
            }
        }
        return false;
    }
}
