package org.calcinosiscds.authoring;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.ValueSetDef;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.ValueSet;

/** Whether each canonical that CQL and plans name is the url of a resource. */
final class CanonicalCheck {
    private final ContentResources resources;
    private final List<Finding> findings;
    private final Set<String> activities;

    private CanonicalCheck(ContentResources resources, List<Finding> findings) {
        this.resources = resources;
        this.findings = findings;
        this.activities = urls(ActivityDefinition.class);
    }

    static void run(TranslationCheck translation, ContentResources resources, List<Finding> findings) {
        CanonicalCheck check = new CanonicalCheck(resources, findings);
        check.checkValueSets(translation);
        resources.of(PlanDefinition.class).forEach(check::checkPlan);
    }

    private void checkValueSets(TranslationCheck translation) {
        Set<String> urls = urls(ValueSet.class);
        translation.translator().libraries().getCompiledLibraries().values().forEach(compiled -> {
            Library library = Objects.requireNonNull(compiled.getLibrary());
            List<ValueSetDef> defs = library.getValueSets() == null
                    ? List.of()
                    : library.getValueSets().getDef();
            for (ValueSetDef valueSet : defs) {
                if (!urls.contains(valueSet.getId()) && !resources.isMentioned(String.valueOf(valueSet.getId()))) {
                    findings.add(Finding.error(
                            "cql/"
                                    + Objects.requireNonNull(library.getIdentifier())
                                            .getId() + ".cql",
                            SourcePosition.of(valueSet),
                            "CDS020",
                            "valueset \"" + valueSet.getName() + "\": no ValueSet has the url " + valueSet.getId() + "."
                                    + SimilarNames.suggestion(String.valueOf(valueSet.getId()), urls)));
                }
            }
        });
    }

    private void checkPlan(String file, PlanDefinition plan) {
        Set<String> libraries = urls(org.hl7.fhir.r4.model.Library.class);
        for (int i = 0; i < plan.getLibrary().size(); i++) {
            String canonical = plan.getLibrary().get(i).getValue();
            if (!libraries.contains(canonical) && !libraries.contains(withoutVersion(canonical))) {
                missing(file, "library[" + i + "]", "CDS024", "Library", canonical, libraries);
            }
        }
        checkActions(file, "action", plan.getAction());
    }

    private void checkActions(String file, String path, List<PlanDefinitionActionComponent> actions) {
        for (int i = 0; i < actions.size(); i++) {
            PlanDefinitionActionComponent action = actions.get(i);
            String actionPath = path + "[" + i + "]";
            if (action.hasDefinitionCanonicalType()
                    && !activities.contains(
                            withoutVersion(action.getDefinitionCanonicalType().getValue()))) {
                missing(
                        file,
                        actionPath + ".definitionCanonical",
                        "CDS025",
                        "ActivityDefinition",
                        action.getDefinitionCanonicalType().getValue(),
                        activities);
            }
            checkActions(file, actionPath + ".action", action.getAction());
        }
    }

    private void missing(String file, String path, String code, String type, String canonical, Set<String> urls) {
        if (resources.isMentioned(withoutVersion(canonical))) {
            return;
        }
        findings.add(Finding.error(
                file,
                resources.text(file).at(path),
                code,
                "No " + type + " has the url " + canonical + "."
                        + SimilarNames.suggestion(withoutVersion(canonical), urls)));
    }

    private Set<String> urls(Class<? extends MetadataResource> type) {
        Set<String> urls = new HashSet<>();
        resources.of(type).values().forEach(resource -> urls.add(resource.getUrl()));
        return urls;
    }

    private static String withoutVersion(String canonical) {
        return canonical.replaceFirst("\\|.*", "");
    }
}
