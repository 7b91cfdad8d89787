package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;

/** Whether each extension is defined, as far as the content can tell: those whose urls begin as its own StructureDefinitions do. */
final class ExtensionCheck {
    private static final Pattern URL = Pattern.compile("(?:.*\\.)?(?:modifierE|e)xtension\\[\\d+\\]\\.url");

    private ExtensionCheck() {}

    static void run(ContentResources resources, List<Finding> findings) {
        Set<String> defined = new TreeSet<>();
        resources.of(StructureDefinition.class).values().stream()
                .map(StructureDefinition::getUrl)
                .filter(url -> url != null)
                .forEach(defined::add);
        Set<String> bases = defined.stream().map(CanonicalCheck::base).collect(Collectors.toSet());
        resources
                .of(Resource.class)
                .keySet()
                .forEach(file -> resources.text(file).values().forEach((path, url) -> {
                    if (URL.matcher(path).matches()
                            && bases.contains(CanonicalCheck.base(url))
                            && !defined.contains(url)
                            && !resources.isMentioned(url)) {
                        findings.add(Finding.error(
                                file,
                                resources.text(file).at(path),
                                "CDS044",
                                "No StructureDefinition has the url " + url + "."
                                        + SimilarNames.suggestion(url, defined)));
                    }
                }));
    }
}
