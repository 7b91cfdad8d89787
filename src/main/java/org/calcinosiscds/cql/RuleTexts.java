package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.decision.RuleReference;
import org.calcinosiscds.decision.RuleReferences;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Concatenate;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Tuple;
import org.hl7.elm.r1.TupleElement;
import org.hl7.elm.r1.UnaryExpression;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptPropertyComponent;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the ELM the texts of each rule that are the same for every patient: the sentences and sources in the tuple of a define
 * {@code CC-nnn Rule}, as literals or with the figures of thresholds. A sentence with values of a patient is left out.
 */
final class RuleTexts {
    private static final String RULES = "https://calcinosis-cds.org/fhir/CodeSystem/rule";

    private final LibraryManager libraries;
    private final LibraryResolver inclusion;
    private final ConstantText constants;

    /** By id, such as {@code M5}. */
    private final Map<String, String> blocks = new LinkedHashMap<>();

    private RuleTexts(LibraryManager libraries) {
        this.libraries = libraries;
        this.inclusion = new LibraryResolver(libraries);
        this.constants = new ConstantText(inclusion);
    }

    static RuleReferences of(CompiledKnowledge compiled) {
        return new RuleReferences(new RuleTexts(compiled.libraries()).read(compiled.knowledge()));
    }

    private Map<String, RuleReference> read(KnowledgeBase knowledge) {
        Map<String, Source> sources = new LinkedHashMap<>();
        tuples(ContentLibraries.CARD_SOURCES, "Sources")
                .forEach(tuple -> sources.put(text(tuple, "key"), new Source(text(tuple, "label"), url(tuple))));
        tuples(ContentLibraries.MANAGEMENT_TEXT, "Claims")
                .forEach(tuple -> blocks.put(text(tuple, "id"), text(tuple, "text")));
        Map<String, ConceptDefinitionComponent> concepts = new LinkedHashMap<>();
        CodeSystem rules = knowledge.codeSystems().get(RULES);
        if (rules != null) {
            rules.getConcept().forEach(concept -> concepts.put(concept.getCode(), concept));
        }
        Map<String, RuleReference> references = new TreeMap<>();
        libraries.getCompiledLibraries().values().stream()
                .map(compiled -> Objects.requireNonNull(compiled.getLibrary()))
                .forEach(library -> LibraryResolver.definitions(library).forEach(define -> {
                    ConceptDefinitionComponent concept =
                            RuleDefines.rule(define).map(concepts::get).orElse(null);
                    if (concept != null) {
                        references.put(concept.getCode(), reference(concept, define, library, sources));
                    }
                }));
        return references;
    }

    private RuleReference reference(
            ConceptDefinitionComponent concept, ExpressionDef define, Library library, Map<String, Source> sources) {
        Map<String, Set<String>> texts = new LinkedHashMap<>();
        for (Tuple tuple : answers(define.getExpression(), library)) {
            for (TupleElement element : tuple.getElement()) {
                collect(
                        element.getValue(),
                        library,
                        texts.computeIfAbsent(String.valueOf(element.getName()), name -> new LinkedHashSet<>()));
            }
        }
        List<String> reasons = new ArrayList<>(texts.getOrDefault("why", Set.of()));
        reasons.addAll(texts.getOrDefault("caution", Set.of()));
        return new RuleReference(
                concept.getCode(),
                concept.getDisplay(),
                concept.getDefinition(),
                concept.getProperty().stream()
                        .filter(property -> property.getCode().equals("not"))
                        .map(ConceptPropertyComponent::getValue)
                        .map(value -> value.primitiveValue())
                        .toList(),
                List.copyOf(texts.getOrDefault("more", Set.of())),
                List.copyOf(reasons),
                texts.getOrDefault("sources", Set.of()).stream()
                        .filter(sources::containsKey)
                        .map(sources::get)
                        .toList());
    }

    /** The tuples that a rule can be when it fires. */
    private List<Tuple> answers(@Nullable Expression expression, Library library) {
        if (expression instanceof Tuple tuple) {
            return List.of(tuple);
        }
        if (expression instanceof If choice) {
            return Stream.concat(
                            answers(choice.getThen(), library).stream(), answers(choice.getElse(), library).stream())
                    .toList();
        }
        return expression instanceof ExpressionRef reference && reference.getLibraryName() == null
                ? LibraryResolver.definitions(library).stream()
                        .filter(define -> String.valueOf(define.getName()).equals(reference.getName()))
                        .flatMap(define -> answers(define.getExpression(), library).stream())
                        .toList()
                : List.of();
    }

    /** Literals of lists and of all branches of a choice; nothing of its conditions. */
    private void collect(@Nullable Expression expression, Library library, Set<String> sentences) {
        if (expression instanceof Literal literal) {
            sentences.add(String.valueOf(literal.getValue()));
        } else if (expression instanceof Concatenate) {
            constants.of(expression, library).ifPresent(sentences::add);
        } else if (expression instanceof org.hl7.elm.r1.List list) {
            list.getElement().forEach(each -> collect(each, library, sentences));
        } else if (expression instanceof If choice) {
            collect(choice.getThen(), library, sentences);
            collect(choice.getElse(), library, sentences);
        } else if (expression instanceof Case choice) {
            choice.getCaseItem().forEach(item -> collect(item.getThen(), library, sentences));
            collect(choice.getElse(), library, sentences);
        } else if (expression instanceof FunctionRef function) {
            block(function, library).ifPresent(sentences::add);
        } else if (expression instanceof ExpressionRef reference) {
            Library owner = inclusion.owner(reference.getLibraryName(), library);
            LibraryResolver.definitions(owner).stream()
                    .filter(define -> String.valueOf(define.getName()).equals(reference.getName()))
                    .forEach(define -> collect(define.getExpression(), owner, sentences));
        } else if (expression instanceof UnaryExpression unary) {
            collect(unary.getOperand(), library, sentences);
        }
    }

    /** The text block that a call such as {@code Management."Text"('M5')} names. */
    private java.util.Optional<String> block(FunctionRef function, Library library) {
        Library owner = inclusion.owner(function.getLibraryName(), library);
        return ContentLibraries.MANAGEMENT_TEXT.equals(
                                Objects.requireNonNull(owner.getIdentifier()).getId())
                        && function.getOperand().get(0) instanceof Literal literal
                ? java.util.Optional.ofNullable(blocks.get(String.valueOf(literal.getValue())))
                : java.util.Optional.empty();
    }

    private List<Tuple> tuples(String library, String name) {
        List<Tuple> tuples = new ArrayList<>();
        libraries.getCompiledLibraries().forEach((identifier, compiled) -> {
            if (library.equals(identifier.getId())) {
                LibraryResolver.definitions(Objects.requireNonNull(compiled.getLibrary())).stream()
                        .filter(define -> name.equals(define.getName()))
                        .map(ExpressionDef::getExpression)
                        .filter(org.hl7.elm.r1.List.class::isInstance)
                        .flatMap(list -> ((org.hl7.elm.r1.List) list).getElement().stream())
                        .filter(Tuple.class::isInstance)
                        .map(Tuple.class::cast)
                        .forEach(tuples::add);
            }
        });
        return tuples;
    }

    private static String text(Tuple tuple, String name) {
        String text = url(tuple, name);
        return text == null ? "" : text;
    }

    private static @Nullable String url(Tuple tuple) {
        return url(tuple, "url");
    }

    private static @Nullable String url(Tuple tuple, String name) {
        return tuple.getElement().stream()
                .filter(element -> name.equals(element.getName()))
                .map(TupleElement::getValue)
                .filter(Literal.class::isInstance)
                .map(value -> ((Literal) value).getValue())
                .findFirst()
                .orElse(null);
    }
}
