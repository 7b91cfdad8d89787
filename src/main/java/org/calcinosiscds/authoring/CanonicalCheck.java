package org.calcinosiscds.authoring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.ValueSetDef;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.RelatedArtifact;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;
import org.hl7.fhir.r4.model.ValueSet;

/** Whether each canonical that CQL and plans name is the url of a resource. */
final class CanonicalCheck {
    private final ContentResources resources;
    private final List<Finding> findings;
    private final Set<String> activities;
    private final Map<String, Finding> reported = new HashMap<>();

    private CanonicalCheck(ContentResources resources, List<Finding> findings) {
        this.resources = resources;
        this.findings = findings;
        this.activities = urls(ActivityDefinition.class);
    }

    static void run(TranslationCheck translation, ContentResources resources, List<Finding> findings) {
        CanonicalCheck check = new CanonicalCheck(resources, findings);
        check.checkValueSets(translation);
        resources.of(PlanDefinition.class).forEach(check::checkPlan);
        check.checkDependencies();
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
                    report(String.valueOf(valueSet.getId()), missing(library, valueSet, urls));
                }
            }
        });
    }

    private Finding missing(Library library, ValueSetDef valueSet, Set<String> urls) {
        String url = String.valueOf(valueSet.getId());
        String file = "cql/" + Objects.requireNonNull(library.getIdentifier()).getId() + ".cql";
        return resources
                .misspelt("ValueSet", url)
                .map(misspelt -> misspelt(misspelt, "CDS020", file + " names", url))
                .orElseGet(() -> Finding.error(
                        file,
                        SourcePosition.of(valueSet),
                        "CDS020",
                        "valueset \"" + valueSet.getName() + "\": no ValueSet has the url " + url + "."
                                + SimilarNames.suggestion(url, urls)));
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

    /** What a resource depends on, as far as the content can tell: canonicals that begin as its own do. */
    private void checkDependencies() {
        Map<String, MetadataResource> all = resources.of(MetadataResource.class);
        Set<String> urls = urls(MetadataResource.class);
        Set<String> bases = urls.stream().map(CanonicalCheck::base).collect(Collectors.toSet());
        all.forEach((file, resource) -> {
            List<RelatedArtifact> related = related(resource);
            for (int i = 0; i < related.size(); i++) {
                String canonical = related.get(i).getResource();
                if (related.get(i).getType() == RelatedArtifactType.DEPENDSON
                        && canonical != null
                        && !urls.contains(withoutVersion(canonical))
                        && bases.contains(base(withoutVersion(canonical)))
                        && !resources.isMentioned(withoutVersion(canonical))) {
                    findings.add(Finding.warning(
                            file,
                            resources.text(file).at("relatedArtifact[" + i + "].resource"),
                            "CDS024",
                            "It depends on " + canonical + ", the url of no resource."
                                    + SimilarNames.suggestion(withoutVersion(canonical), urls)));
                }
            }
        });
    }

    private static List<RelatedArtifact> related(MetadataResource resource) {
        if (resource instanceof org.hl7.fhir.r4.model.Library library) {
            return library.getRelatedArtifact();
        }
        return resource instanceof PlanDefinition plan ? plan.getRelatedArtifact() : List.of();
    }

    /** A url without the id at its end. */
    static String base(String url) {
        return url.substring(0, url.lastIndexOf('/') + 1);
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
        String url = withoutVersion(canonical);
        if (!resources.isMentioned(url)) {
            report(
                    canonical,
                    resources
                            .misspelt(type, url)
                            .map(misspelt -> misspelt(misspelt, code, file + " names", url))
                            .orElseGet(() -> Finding.error(
                                    file,
                                    resources.text(file).at(path),
                                    code,
                                    "No " + type + " has the url " + canonical + "."
                                            + SimilarNames.suggestion(url, urls))));
        }
    }

    /** A resource that has the type and id of a url is meant, and its own url is wrong. */
    private Finding misspelt(String file, String code, String user, String url) {
        return Finding.error(
                file,
                resources.text(file).at("url"),
                code,
                user + " " + url + ", after the type and id of this resource, and its url is another.");
    }

    /** Reports a canonical where it is named first, and counts the others. */
    private void report(String canonical, Finding finding) {
        Finding first = reported.get(canonical);
        Finding now = first == null ? finding : first.with(1);
        if (first == null) {
            findings.add(now);
        } else {
            findings.set(findings.indexOf(first), now);
        }
        reported.put(canonical, now);
    }

    private Set<String> urls(Class<? extends MetadataResource> type) {
        Set<String> urls = new HashSet<>();
        resources.of(type).values().forEach(resource -> {
            if (resource.getUrl() != null) {
                urls.add(resource.getUrl());
            }
        });
        return urls;
    }

    private static String withoutVersion(String canonical) {
        return canonical.replaceFirst("\\|.*", "");
    }
}
