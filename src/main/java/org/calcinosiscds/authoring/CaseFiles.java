package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.shortcase.ShortCase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where the record of a case and the context of its hook are. */
public sealed interface CaseFiles {
    /** The record in JSON. */
    String bundle() throws IOException;

    /** What the context of the hook holds beside user and patient. */
    ObjectNode context() throws IOException;

    /** @param folder with {@code Bundle.json} and, where the hook has more context, {@code context.json} */
    record InFolder(Path folder) implements CaseFiles {
        @Override
        public String bundle() throws IOException {
            return Files.readString(folder.resolve(ContentCase.BUNDLE));
        }

        @Override
        public ObjectNode context() throws IOException {
            return contextIn(folder);
        }
    }

    /** @param folder with a file for each resource, at any depth */
    record ByResource(Path folder) implements CaseFiles {
        private static final Set<String> OTHERS = Set.of(ContentCase.EXPECTED, ContentCase.CONTEXT);

        @Override
        public String bundle() throws IOException {
            ObjectNode bundle = (ObjectNode) CaseJson.read("{}");
            bundle.put("resourceType", "Bundle").put("type", "collection");
            ArrayNode entries = bundle.putArray("entry");
            for (Path file : files()) {
                JsonNode resource = CaseJson.read(Files.readString(file));
                if (resource.path("resourceType").asString("").equals("Bundle")) {
                    resource.path("entry").forEach(entries::add);
                } else {
                    entries.addObject().set("resource", resource);
                }
            }
            return CaseJson.text(bundle);
        }

        private List<Path> files() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(file -> file.toString().endsWith(".json"))
                        .filter(file -> !OTHERS.contains(
                                Objects.requireNonNull(file.getFileName()).toString()))
                        .sorted()
                        .toList();
            }
        }

        @Override
        public ObjectNode context() throws IOException {
            return contextIn(folder);
        }
    }

    /** @param yaml without defects */
    record InYaml(ShortCase yaml) implements CaseFiles {
        @Override
        public String bundle() {
            return yaml.bundle();
        }

        @Override
        public ObjectNode context() {
            return yaml.context();
        }
    }

    private static ObjectNode contextIn(Path folder) throws IOException {
        Path file = folder.resolve(ContentCase.CONTEXT);
        return (ObjectNode) CaseJson.read(Files.exists(file) ? Files.readString(file) : "{}");
    }
}
