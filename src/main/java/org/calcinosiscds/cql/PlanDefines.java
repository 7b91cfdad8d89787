package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.LibraryMediaTypes;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.ActionConditionKind;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.jspecify.annotations.Nullable;

/** Collects the expressions of a PlanDefinition as defines of one library, each text once. */
final class PlanDefines {
    private static final Expression ALWAYS =
            new Expression().setLanguage(LibraryMediaTypes.CQL).setExpression("true");

    /** Of the collected library where the plan has no version; nothing outside of the process names it. */
    private static final String NO_VERSION = "0.0.0";

    private final PlanDefinition plan;
    private final Library library;
    private final Map<String, String> names = new LinkedHashMap<>();

    /** @param library that the expressions may name */
    PlanDefines(PlanDefinition plan, Library library) {
        this.plan = plan;
        this.library = library;
    }

    VersionedIdentifier identifier() {
        return new VersionedIdentifier()
                .withId(library.getName() + "Plan")
                .withVersion(Objects.requireNonNullElse(plan.getVersion(), NO_VERSION));
    }

    String source() {
        StringBuilder source = new StringBuilder("""
                library %s version '%s'
                using FHIR version '4.0.1'
                include FHIRHelpers version '4.0.1' called FHIRHelpers
                include %s%s called %s
                context Patient
                """.formatted(
                        identifier().getId(),
                        identifier().getVersion(),
                        library.getName(),
                        library.getVersion() != null ? " version '" + library.getVersion() + "'" : "",
                        library.getName()));
        names.forEach((expression, name) -> source.append("define \"")
                .append(name)
                .append("\":\n  ")
                .append(expression)
                .append('\n'));
        return source.toString();
    }

    List<PlanAction> actions(String path, List<PlanDefinitionActionComponent> actions) {
        List<PlanAction> found = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            found.add(action(path + "[" + i + "]", actions.get(i)));
        }
        return List.copyOf(found);
    }

    private PlanAction action(String path, PlanDefinitionActionComponent action) {
        return new PlanAction(
                condition(path, action),
                dynamic(path, action, "title"),
                dynamic(path, action, "description"),
                dynamic(path, action, "priority"),
                extension(path + ".extension", action, CqlKnowledge.CARD_PRESENTATION),
                definition(action),
                extension(path + ".extension", action, PlanDefinitionLogic.EXTENSIONS + "removed-drafts"),
                dynamic(path, action, "occurrence"),
                dynamic(path, action, "bodySite"),
                dynamic(path, action, "code.text"),
                action.getTitle() != null ? action.getTitle() : "",
                Optional.empty(),
                actions(path + ".action", action.getAction()));
    }

    /** Name of the define that says whether an action applies. */
    String condition(String path, PlanDefinitionActionComponent action) {
        return add(
                path + ".condition",
                action.getCondition().stream()
                        .filter(condition -> condition.getKind() == ActionConditionKind.APPLICABILITY)
                        .map(PlanDefinition.PlanDefinitionActionConditionComponent::getExpression)
                        .findFirst()
                        .orElse(ALWAYS));
    }

    /** Canonical of the ActivityDefinition of an action. */
    static Optional<String> definition(PlanDefinitionActionComponent action) {
        return action.hasDefinitionCanonicalType()
                ? Optional.of(action.getDefinitionCanonicalType().getValue())
                : Optional.empty();
    }

    /** Name of the define of a dynamic value. */
    Optional<String> dynamic(String path, PlanDefinitionActionComponent action, String target) {
        return action.getDynamicValue().stream()
                .filter(value -> target.equals(value.getPath()))
                .findFirst()
                .map(value -> add(path + ".dynamicValue(" + target + ")", value.getExpression()));
    }

    Optional<String> extension(String path, DomainResource resource, String url) {
        return extension(path, resource.getExtensionByUrl(url));
    }

    private Optional<String> extension(String path, Element element, String url) {
        return extension(path, element.getExtensionByUrl(url));
    }

    private Optional<String> extension(String path, @Nullable Extension extension) {
        return extension != null && extension.getValue() instanceof Expression expression
                ? Optional.of(add(path, expression))
                : Optional.empty();
    }

    private String add(String path, Expression expression) {
        return add(
                path,
                PlanExpression.cql(expression, library.getName())
                        .orElseThrow(() -> new KnowledgeException("PlanDefinition/" + plan.getIdPart() + " " + path
                                + ": language " + expression.getLanguage()
                                + " is not text/cql or text/cql-identifier.")));
    }

    /** Name of the define of an expression. */
    String add(String path, String cql) {
        return names.computeIfAbsent(cql, text -> path);
    }

    /** Name of the define of a text. */
    String addText(String path, String text) {
        return add(
                path,
                "'"
                        + text.replace("\\", "\\\\")
                                .replace("'", "\\'")
                                .replace("\r", "\\r")
                                .replace("\n", "\\n") + "'");
    }
}
