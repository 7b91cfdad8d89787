package org.calcinosiscds.cql;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;

/** A step of the build: writes the index of the packaged content and translates its CQL. */
final class ContentBuild {
    private ContentBuild() {}

    /** @param arguments the folder of compiled classes, which holds the content */
    public static void main(String... arguments) throws IOException {
        FhirContext fhir = FhirContext.forR4Cached();
        Path classes = Path.of(arguments[0]);
        Content content = new Content.Folder(classes);
        Files.write(classes.resolve(Content.INDEX), content.texts().keySet());
        KnowledgeBase knowledge = new KnowledgeLoader(fhir, content, null).load();
        Map<String, String> cql = CqlSources.of(knowledge).cql();
        if (PrecompiledElm.read(cql).isEmpty()) {
            PrecompiledElm.write(KnowledgeCompiler.compile(knowledge, fhir).libraries(), cql, classes);
        }
    }
}
