package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.ActionConditionKind;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;

/**
 * The expressions of one PlanDefinition, gathered into one library of defines so that a service is compiled at start
 * and evaluated in one pass.
 *
 * <p>Expressions are inline CQL that names the PlanDefinition's library, or the name of one of its defines
 * ({@link PlanExpression}). An action without a condition applies.
 *
 * @param library identifier of the gathered library
 * @param source its CQL
 * @param rules define that lists the ids of all true rules
 * @param product define with the calcium-phosphate product, for requests of the full assessment
 * @param actions the cards, in the order in which they are shown
 */
record PlanDefinitionLogic(
        VersionedIdentifier library, String source, String rules, Optional<String> product, List<Action> actions) {
    static final String EXTENSIONS = "https://calcinosis-cds.org/fhir/StructureDefinition/";
    private static final Expression ALWAYS =
            new Expression().setLanguage("text/cql").setExpression("true");

    /**
     * One action: the defines of its expressions.
     *
     * @param presentation define with source, links, override reasons and evidence; only on cards
     * @param definition canonical of the ActivityDefinition; only on orders
     * @param removed define that lists references of drafts to take away; only on removals
     * @param due define of the day by which an order is to be done; only on orders that have one
     * @param bodySite define of the body sites of an order, a list of CodeableConcept; only on orders that have one
     * @param codeText define of what an order is called, null for the text of the ActivityDefinition; only on orders that have one
     * @param label title as it stands in the PlanDefinition, for what has no define of its own
     */
    record Action(
            String condition,
            Optional<String> title,
            Optional<String> description,
            Optional<String> priority,
            Optional<String> presentation,
            Optional<String> definition,
            Optional<String> removed,
            Optional<String> due,
            Optional<String> bodySite,
            Optional<String> codeText,
            String label,
            List<Action> children) {}

    /** @throws KnowledgeException naming the action whose expression is in an unknown language */
    static PlanDefinitionLogic of(PlanDefinition plan, KnowledgeBase knowledge) {
        Gatherer gatherer = new Gatherer(plan, primaryLibrary(plan, knowledge));
        String rules = gatherer.add("extension true-rules", extension(plan.getExtensionByUrl(CqlKnowledge.TRUE_RULES)))
                .orElseThrow(() -> new KnowledgeException(
                        "PlanDefinition/" + plan.getIdPart() + ": extension true-rules is missing."));
        Optional<String> product = gatherer.add(
                "extension computed-product", extension(plan.getExtensionByUrl(EXTENSIONS + "computed-product")));
        List<Action> actions = gatherer.actions("action", plan.getAction());
        requireContents(plan, actions);
        return new PlanDefinitionLogic(gatherer.identifier(), gatherer.source(), rules, product, actions);
    }

    /** The defines that say which rules are true and which cards apply. */
    List<String> conditions() {
        List<String> defines = new ArrayList<>();
        defines.add(rules);
        actions.forEach(action -> defines.add(action.condition()));
        return defines.stream().distinct().toList();
    }

    /** The defines a card needs before its suggestions: its condition, or everything else about it. */
    static List<String> defines(Action action) {
        List<String> names = new ArrayList<>();
        action.title().ifPresent(names::add);
        action.description().ifPresent(names::add);
        action.priority().ifPresent(names::add);
        action.presentation().ifPresent(names::add);
        action.removed().ifPresent(names::add);
        action.due().ifPresent(names::add);
        action.bodySite().ifPresent(names::add);
        action.codeText().ifPresent(names::add);
        action.children().forEach(child -> {
            names.add(child.condition());
            names.addAll(defines(child));
        });
        return names;
    }

    /** A card says its source and evidence and has suggestions, a suggestion has orders and removals. */
    private static void requireContents(PlanDefinition plan, List<Action> cards) {
        for (Action card : cards) {
            if (card.presentation().isEmpty()) {
                throw new KnowledgeException("PlanDefinition/" + plan.getIdPart() + " \"" + card.condition()
                        + "\": extension card-presentation is missing.");
            }
            for (Action suggestion : card.children()) {
                for (Action content : suggestion.children()) {
                    if (content.definition().isEmpty() && content.removed().isEmpty()) {
                        throw new KnowledgeException("PlanDefinition/" + plan.getIdPart() + " \"" + content.condition()
                                + "\": what it orders or removes is missing.");
                    }
                }
            }
        }
    }

    private static Library primaryLibrary(PlanDefinition plan, KnowledgeBase knowledge) {
        String canonical =
                plan.getLibrary().isEmpty() ? "" : plan.getLibrary().get(0).getValue();
        return knowledge.libraries().values().stream()
                .filter(library -> canonical.equals(library.getUrl())
                        || canonical.equals(library.getUrl() + "|" + library.getVersion()))
                .findFirst()
                .orElseThrow(() -> new KnowledgeException(
                        "PlanDefinition/" + plan.getIdPart() + " library: " + canonical + " does not resolve."));
    }

    private static Optional<Expression> extension(
            org.hl7.fhir.r4.model.@org.jspecify.annotations.Nullable Extension found) {
        return Optional.ofNullable(found)
                .map(org.hl7.fhir.r4.model.Extension::getValue)
                .filter(Expression.class::isInstance)
                .map(Expression.class::cast);
    }

    private static final class Gatherer {
        private final PlanDefinition plan;
        private final Library library;
        private final Map<String, String> names = new LinkedHashMap<>();

        Gatherer(PlanDefinition plan, Library library) {
            this.plan = plan;
            this.library = library;
        }

        VersionedIdentifier identifier() {
            return new VersionedIdentifier().withId(library.getName() + "Plan").withVersion(plan.getVersion());
        }

        String source() {
            StringBuilder source = new StringBuilder("""
                    library %s version '%s'
                    using FHIR version '4.0.1'
                    include FHIRHelpers version '4.0.1' called FHIRHelpers
                    include %s version '%s' called %s
                    context Patient
                    """.formatted(
                            identifier().getId(),
                            plan.getVersion(),
                            library.getName(),
                            library.getVersion(),
                            library.getName()));
            names.forEach((expression, name) -> source.append("define \"")
                    .append(name)
                    .append("\":\n  ")
                    .append(expression)
                    .append('\n'));
            return source.toString();
        }

        List<Action> actions(String path, List<PlanDefinitionActionComponent> actions) {
            List<Action> found = new ArrayList<>();
            for (int i = 0; i < actions.size(); i++) {
                found.add(action(path + "[" + i + "]", actions.get(i)));
            }
            return List.copyOf(found);
        }

        private Action action(String path, PlanDefinitionActionComponent action) {
            Expression applicability = action.getCondition().stream()
                    .filter(condition -> condition.getKind() == ActionConditionKind.APPLICABILITY)
                    .map(PlanDefinition.PlanDefinitionActionConditionComponent::getExpression)
                    .findFirst()
                    .orElse(ALWAYS);
            return new Action(
                    add(path + ".condition", applicability),
                    dynamic(path, action, "title"),
                    dynamic(path, action, "description"),
                    dynamic(path, action, "priority"),
                    add(path + ".extension", extension(action.getExtensionByUrl(CqlKnowledge.CARD_PRESENTATION))),
                    Optional.ofNullable(action.getDefinition())
                                    .map(Object::toString)
                                    .isPresent()
                            ? Optional.of(action.getDefinitionCanonicalType().getValue())
                            : Optional.empty(),
                    add(path + ".extension", extension(action.getExtensionByUrl(EXTENSIONS + "removed-drafts"))),
                    dynamic(path, action, "occurrence"),
                    dynamic(path, action, "bodySite"),
                    dynamic(path, action, "code.text"),
                    action.hasTitle() ? action.getTitle() : "",
                    actions(path + ".action", action.getAction()));
        }

        private Optional<String> dynamic(String path, PlanDefinitionActionComponent action, String target) {
            return action.getDynamicValue().stream()
                    .filter(value -> value.getPath().equals(target))
                    .findFirst()
                    .flatMap(value -> add(path + ".dynamicValue(" + target + ")", Optional.of(value.getExpression())));
        }

        Optional<String> add(String path, Optional<Expression> expression) {
            return expression.map(found -> add(path, found));
        }

        private String add(String path, Expression expression) {
            String cql = PlanExpression.cql(expression, library.getName())
                    .orElseThrow(() -> new KnowledgeException("PlanDefinition/" + plan.getIdPart() + " " + path
                            + ": language " + expression.getLanguage() + " is not text/cql or text/cql-identifier."));
            return names.computeIfAbsent(cql, text -> path);
        }
    }
}
