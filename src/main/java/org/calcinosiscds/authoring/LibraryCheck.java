package org.calcinosiscds.authoring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.fhir.r4.model.Library;
import org.jspecify.annotations.Nullable;

/** Whether each library of CQL has its resource, and each resource its CQL. */
final class LibraryCheck {
    private LibraryCheck() {}

    static void run(Map<String, CqlText> libraries, ContentResources resources, List<Finding> findings) {
        Map<String, Library> byName = new HashMap<>();
        resources.of(Library.class).forEach((file, library) -> {
            String called = file.replaceFirst(".*/Library-(.*)\\.json$", "$1");
            byName.put(String.valueOf(library.getName()), library);
            if (libraries.containsKey(called) && !called.equals(library.getName())) {
                byName.put(called, library);
                findings.add(Finding.error(
                        file,
                        resources.text(file).at("name"),
                        "CDS007",
                        "The name is " + library.getName() + " and that of the CQL, as of the file, " + called + "."));
            } else if (!libraries.containsKey(library.getName())) {
                findings.add(Finding.error(
                        file,
                        resources.text(file).at("name"),
                        "CDS007",
                        "There is no cql/" + library.getName() + ".cql."
                                + SimilarNames.suggestion(String.valueOf(library.getName()), libraries.keySet())));
            }
        });
        libraries.forEach((name, library) -> {
            if (!name.equals(TranslationCheck.FHIR_HELPERS)) {
                check(library, byName.get(name), resources, findings);
            }
        });
    }

    private static void check(
            CqlText library, @Nullable Library resource, ContentResources resources, List<Finding> findings) {
        SourcePosition declaration = library.declaration();
        String file = "fhir-resources/library/Library-" + library.name() + ".json";
        if (resource == null && !resources.isUnreadable(file)) {
            findings.add(Finding.error(library.file(), SourcePosition.FILE, "CDS006", file + " is missing."));
        } else if (resource != null
                && !library.version().isEmpty()
                && !library.version().equals(resource.getVersion())) {
            findings.add(Finding.error(
                    library.file(),
                    declaration,
                    "CDS009",
                    "The library is version '" + library.version() + "' and its resource version '"
                            + resource.getVersion() + "'."));
        }
        if (!library.namesItsSource()) {
            findings.add(Finding.warning(
                    library.file(),
                    SourcePosition.FILE,
                    "CDS015",
                    "No comment above the first definition says with \"Source:\" on what the library is based."));
        }
    }
}
