package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.Content;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The resources of content, each checked by itself and against others of its type. */
final class ContentResources {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern TYPE_OF_FILE = Pattern.compile("/([A-Z][A-Za-z]+)-[^/]+\\.json$");
    private static final Pattern QUOTED = Pattern.compile("'([\\w-]+)'");

    private final Map<String, ResourceFile> files = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * A file.
     *
     * @param resource null when it could not be read
     * @param defects why it could not be read; none when it could
     */
    private record ResourceFile(
            String text, JsonText json, @Nullable Resource resource, List<Finding> defects) {}

    /** @param contents text by path below the folder of content */
    ContentResources(Map<String, String> contents, FhirContext fhir) {
        this(contents, fhir, null);
    }

    /** @param before earlier ones: a file whose text has not changed is not read again */
    ContentResources(Map<String, String> contents, FhirContext fhir, @Nullable ContentResources before) {
        contents.forEach((file, text) -> {
            if (file.startsWith(Content.RESOURCES)) {
                ResourceFile known = before == null ? null : before.files.get(file);
                files.put(file, known != null && known.text().equals(text) ? known : read(file, text, fhir));
            }
        });
        files.forEach((file, each) -> {
            findings.addAll(each.defects());
            if (each.resource() != null) {
                requireIdentity(file, each.resource());
            }
        });
        requireOneOfEachUrl();
    }

    /** What is wrong with them. */
    List<Finding> findings() {
        return findings;
    }

    /** Resources of a type by file. */
    <R extends Resource> Map<String, R> of(Class<R> type) {
        Map<String, R> found = new LinkedHashMap<>();
        files.forEach((file, each) -> {
            if (type.isInstance(each.resource())) {
                found.put(file, type.cast(each.resource()));
            }
        });
        return found;
    }

    /** Whether a file is there and could not be read. */
    boolean isUnreadable(String file) {
        ResourceFile found = files.get(file);
        return found != null && !found.defects().isEmpty();
    }

    /** Whether a file that could not be read mentions a url, which may be its own, or a resource without a url has its id. */
    boolean isMentioned(String url) {
        return files.values().stream()
                        .anyMatch(
                                each -> !each.defects().isEmpty() && each.text().contains('"' + url + '"'))
                || of(MetadataResource.class).values().stream()
                        .anyMatch(each -> each.getUrl() == null && url.endsWith("/" + each.getIdPart()));
    }

    /** The file of the resource that has the type and id of a url, and another url: a letter of its own is wrong. */
    Optional<String> misspelt(String type, String url) {
        return of(MetadataResource.class).entrySet().stream()
                .filter(each -> each.getValue().fhirType().equals(type)
                        && each.getValue().getId() != null
                        && url.endsWith("/" + type + "/" + each.getValue().getIdPart()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    JsonText text(String file) {
        ResourceFile found = files.get(file);
        return found == null ? new JsonText(Map.of(), Map.of(), null, SourcePosition.FILE) : found.json();
    }

    /**
     * Path of the file that a resource must be in.
     *
     * @param name type and id, such as {@code ValueSet-lab-phosphate}
     */
    static String fileOf(String type, String name) {
        return Content.RESOURCES + type.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + "/" + name
                + ".json";
    }

    private static ResourceFile read(String file, String text, FhirContext fhir) {
        JsonText json = JsonText.of(text);
        if (json.error() != null) {
            return new ResourceFile(
                    text,
                    json,
                    null,
                    List.of(Finding.error(file, json.errorPosition(), "CDS001", "This is not JSON: " + json.error())));
        }
        String type = json.values().getOrDefault("resourceType", "");
        Matcher called = TYPE_OF_FILE.matcher(file);
        if (called.find()
                && fhir.getResourceTypes().contains(type)
                && !called.group(1).equals(type)) {
            String words = "The file is called " + called.group(1) + " and holds a " + type + ".";
            return new ResourceFile(
                    text, json, null, List.of(Finding.error(file, json.at("resourceType"), "CDS003", words)));
        }
        List<Finding> misfits = ResourceShape.check(MAPPER.readTree(text), fhir).stream()
                .map(each -> Finding.error(file, json.at(each.path()), "CDS002", each.message()))
                .toList();
        if (!misfits.isEmpty()) {
            return new ResourceFile(text, json, null, misfits);
        }
        try {
            Resource resource = (Resource) fhir.newJsonParser()
                    .setParserErrorHandler(new StrictErrorHandler())
                    .parseResource(text);
            return new ResourceFile(text, json, resource, List.of());
        } catch (DataFormatException | ClassCastException e) {
            String message = String.valueOf(e.getMessage()).replaceFirst("^HAPI-\\d+: ", "");
            Matcher name = QUOTED.matcher(message);
            SourcePosition position = name.find() ? json.ending(name.group(1)) : SourcePosition.FILE;
            return new ResourceFile(text, json, null, List.of(Finding.error(file, position, "CDS002", message)));
        }
    }

    private void requireIdentity(String file, Resource resource) {
        String type = resource.fhirType();
        String expected = fileOf(type, type + "-" + resource.getIdPart());
        if (resource.getId() == null) {
            findings.add(Finding.error(file, SourcePosition.FILE, "CDS004", "The element id is required."));
        } else if (!file.equals(expected)) {
            findings.add(Finding.error(
                    file,
                    text(file).at("id"),
                    "CDS003",
                    "After its type and id the file must be called " + expected + "."));
        }
        if (resource instanceof MetadataResource metadata) {
            if (metadata instanceof Library) {
                advise(file, "url", metadata.getUrl() != null);
            } else if (metadata.getUrl() == null) {
                findings.add(Finding.error(file, SourcePosition.FILE, "CDS004", "The element url is required."));
            }
            advise(file, "version", metadata.getVersion() != null);
            advise(file, "status", metadata.getStatus() != null);
        }
    }

    /** Guidelines are kept without them in their repositories and get them when they are published. */
    private void advise(String file, String name, boolean isThere) {
        if (!isThere) {
            findings.add(Finding.warning(file, SourcePosition.FILE, "CDS004", "The element " + name + " is missing."));
        }
    }

    private void requireOneOfEachUrl() {
        Map<String, String> files = new TreeMap<>();
        of(MetadataResource.class).forEach((file, resource) -> {
            String first = resource.getUrl() != null ? files.putIfAbsent(resource.getUrl(), file) : null;
            if (first != null) {
                findings.add(Finding.error(
                        file,
                        text(file).at("url"),
                        "CDS005",
                        "The url " + resource.getUrl() + " is also that of " + first + "."));
            }
        });
    }
}
