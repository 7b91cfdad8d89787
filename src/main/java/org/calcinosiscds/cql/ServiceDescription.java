package org.calcinosiscds.cql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.jspecify.annotations.Nullable;

/** Reads what a PlanDefinition says of its service: names, hook, prefetch templates, texts for missing data. */
final class ServiceDescription {
    private ServiceDescription() {}

    /** Of a plain plan that names no event: a check of the whole patient. */
    private static final String HOOK_WITHOUT_TRIGGER = "patient-view";

    private static final String CODE_SYSTEMS = "https://calcinosis-cds.org/fhir/CodeSystem/";

    static DecisionService of(PlanDefinition plan, CompiledKnowledge compiled) {
        PlanDefinitionLogic expressions = compiled.services().get(plan.getIdPart());
        if (expressions == null) {
            throw new KnowledgeException("PlanDefinition/" + plan.getIdPart() + " was not compiled.");
        }
        Set<DataNeeds.Need> needs = DataNeeds.of(compiled.libraries(), List.of(expressions.library()));
        return new DecisionService(
                plan.getIdPart(),
                hook(plan),
                text(plan, "hook-version"),
                Objects.requireNonNullElse(plan.getTitle(), plan.getIdPart()),
                Objects.requireNonNullElse(plan.getDescription(), plan.getIdPart()),
                Objects.requireNonNullElse(plan.getVersion(), ""),
                text(plan, "usage-requirements"),
                new PrefetchTemplates(LookBack.of(plan)).of(needs),
                PrefetchTemplates.references(needs),
                notEvaluated(plan, compiled.knowledge()));
    }

    private static DecisionService.@Nullable NotEvaluated notEvaluated(PlanDefinition plan, KnowledgeBase knowledge) {
        String summary = text(plan, "not-evaluated-summary");
        return summary.isEmpty()
                ? null
                : new DecisionService.NotEvaluated(
                        summary,
                        text(plan, "not-evaluated-detail"),
                        text(plan, "partly-evaluated-summary"),
                        text(plan, "partly-evaluated-detail"),
                        knowledge.displays(CODE_SYSTEMS + "missing-data-cause"),
                        knowledge.displays(CODE_SYSTEMS + "record-part"),
                        knowledge.displays(CODE_SYSTEMS + "problem"));
    }

    /** The extension of ours of that name, or nothing. */
    private static String text(PlanDefinition plan, String extension) {
        Extension found = plan.getExtensionByUrl(PlanDefinitionLogic.EXTENSIONS + extension);
        return found == null ? "" : found.getValue().primitiveValue();
    }

    /** The hook is the name of the event that triggers the actions, as the CPG profile has it. */
    private static String hook(PlanDefinition plan) {
        Optional<String> event = plan.getAction().stream()
                .flatMap(action -> action.getTrigger().stream())
                .flatMap(trigger -> Stream.ofNullable(trigger.getName()))
                .findFirst();
        if (event.isEmpty() && !PlainPlan.is(plan)) {
            throw new KnowledgeException(
                    "PlanDefinition/" + plan.getIdPart() + " action.trigger: a named event is required.");
        }
        return event.orElse(HOOK_WITHOUT_TRIGGER);
    }
}
