package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.Content;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;

/** The resources of content, each checked by itself and against others of its type. */
final class ContentResources {
    private static final Pattern QUOTED = Pattern.compile("'([\\w-]+)'");

    private final Map<String, JsonText> texts = new TreeMap<>();
    private final Map<String, Resource> resources = new TreeMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** @param contents text by path below the folder of content */
    ContentResources(Map<String, String> contents, FhirContext fhir) {
        contents.forEach((file, text) -> {
            if (file.startsWith(Content.RESOURCES)) {
                read(file, text, fhir);
            }
        });
        resources.forEach(this::requireIdentity);
        requireOneOfEachUrl();
    }

    /** What is wrong with them. */
    List<Finding> findings() {
        return findings;
    }

    /** Resources of a type by file. */
    <R extends Resource> Map<String, R> of(Class<R> type) {
        Map<String, R> found = new LinkedHashMap<>();
        resources.forEach((file, resource) -> {
            if (type.isInstance(resource)) {
                found.put(file, type.cast(resource));
            }
        });
        return found;
    }

    /** Whether a file is there and could not be read. */
    boolean isUnreadable(String file) {
        return unreadable.containsKey(file);
    }

    /** Whether a file that could not be read mentions a url, which may be its own. */
    boolean isMentioned(String url) {
        return unreadable.values().stream().anyMatch(text -> text.contains('"' + url + '"'));
    }

    JsonText text(String file) {
        return texts.getOrDefault(file, new JsonText(Map.of(), null, SourcePosition.FILE));
    }

    private void read(String file, String text, FhirContext fhir) {
        JsonText json = JsonText.of(text);
        texts.put(file, json);
        if (json.error() != null) {
            unreadable.put(file, text);
            findings.add(Finding.error(file, json.errorPosition(), "CDS001", "This is not JSON: " + json.error()));
            return;
        }
        try {
            resources.put(file, (Resource) fhir.newJsonParser()
                    .setParserErrorHandler(new StrictErrorHandler())
                    .parseResource(text));
        } catch (DataFormatException | ClassCastException e) {
            unreadable.put(file, text);
            String message = String.valueOf(e.getMessage()).replaceFirst("^HAPI-\\d+: ", "");
            Matcher name = QUOTED.matcher(message);
            findings.add(Finding.error(
                    file, name.find() ? json.ending(name.group(1)) : SourcePosition.FILE, "CDS002", message));
        }
    }

    private void requireIdentity(String file, Resource resource) {
        String type = resource.fhirType();
        String expected =
                Content.RESOURCES + type.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + "/" + type + "-"
                        + resource.getIdPart() + ".json";
        if (!file.equals(expected)) {
            findings.add(Finding.error(
                    file,
                    text(file).at("id"),
                    "CDS003",
                    "After its type and id the file must be called " + expected + "."));
        }
        if (resource instanceof MetadataResource metadata) {
            if (metadata instanceof Library) {
                advise(file, "url", metadata.hasUrl());
            } else if (!metadata.hasUrl()) {
                findings.add(Finding.error(file, SourcePosition.FILE, "CDS004", "The element url is required."));
            }
            advise(file, "version", metadata.hasVersion());
            advise(file, "status", metadata.hasStatus());
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
            String first = resource.hasUrl() ? files.putIfAbsent(resource.getUrl(), file) : null;
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
