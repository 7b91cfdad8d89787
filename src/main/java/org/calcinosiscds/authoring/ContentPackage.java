package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.knowledge.Canonicals;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.knowledge.LibraryMediaTypes;
import org.calcinosiscds.knowledge.ModuleDefinitions;
import org.calcinosiscds.knowledge.TarArchive;
import org.calcinosiscds.knowledge.ValueSetCodes;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionComponent;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Content as a FHIR package: Libraries with CQL and ELM, value sets with their expansion, plans with their effective data requirements. The
 * same content gives the same bytes.
 */
public final class ContentPackage {
    private static final String REQUIREMENTS = "effective-data-requirements";
    private static final String REQUIREMENTS_EXTENSION =
            "http://hl7.org/fhir/uv/crmi/StructureDefinition/crmi-effectiveDataRequirements";
    private static final String FHIR_VERSION = "4.0.1";
    private static final JsonMapper JSON = new JsonMapper();

    private final FhirContext fhir = FhirContext.forR4Cached();
    private final KnowledgeBase knowledge;
    private final CqlKnowledge cql;
    private final ModuleDefinitions modules;

    private ContentPackage(KnowledgeBase knowledge, CqlKnowledge cql) {
        this.knowledge = knowledge;
        this.cql = cql;
        this.modules = new ModuleDefinitions(knowledge, cql.logic());
    }

    /**
     * The package, compressed.
     *
     * @param name of the package, such as {@code org.example.rules}; empty for one that follows from the address of the canonicals
     * @throws org.calcinosiscds.knowledge.KnowledgeException naming each defect of the content
     */
    public static byte[] of(Content content, String name) throws IOException {
        FhirContext fhir = FhirContext.forR4Cached();
        KnowledgeBase knowledge = new KnowledgeLoader(fhir, content, null).load();
        try (CqlKnowledge cql = CqlKnowledge.compile(knowledge, fhir, CaseRunner.unlimited())) {
            return TarArchive.write(new ContentPackage(knowledge, cql).files(content.texts(), name));
        }
    }

    private Map<String, byte[]> files(Map<String, String> texts, String name) {
        Map<String, String> files = new TreeMap<>();
        ArrayNode index = JSON.createArrayNode();
        texts.forEach((path, text) -> {
            if (path.startsWith(Content.RESOURCES)) {
                Resource resource = (Resource) fhir.newJsonParser().parseResource(text);
                complete(resource);
                String file = path.replaceFirst("^.*/", "");
                files.put(file, fhir.newJsonParser().setPrettyPrint(true).encodeResourceToString(resource));
                ObjectNode entry = index.addObject()
                        .put("filename", file)
                        .put("resourceType", resource.fhirType())
                        .put("id", resource.getIdPart());
                if (resource instanceof MetadataResource metadata) {
                    entry.put("url", metadata.getUrl()).put("version", metadata.getVersion());
                }
            }
        });
        files.put(
                ".index.json",
                JSON.createObjectNode()
                        .put("index-version", 2)
                        .set("files", index)
                        .toPrettyString());
        files.put("package.json", manifest(name).toPrettyString());
        Map<String, byte[]> bytes = new TreeMap<>();
        files.forEach((file, text) -> bytes.put("package/" + file, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private ObjectNode manifest(String name) {
        PlanDefinition first = knowledge.plans().values().iterator().next();
        ObjectNode manifest = JSON.createObjectNode()
                .put("name", name.isEmpty() ? nameOf(first.getUrl()) : name)
                .put("version", knowledge.version())
                .put("type", "Conformance")
                .put("canonical", first.getUrl().replaceFirst("/PlanDefinition/.*$", ""))
                .put("title", first.getPublisher())
                .put(
                        "description",
                        "Rules in CQL with their plans, orders and value sets. Content SHA-256 "
                                + knowledge.content().sha256() + ".")
                .put("author", first.getPublisher());
        manifest.putArray("fhirVersions").add(FHIR_VERSION);
        manifest.putObject("dependencies").put("hl7.fhir.r4.core", FHIR_VERSION);
        return manifest;
    }

    /** The host of the canonicals from its end, as packages are called, such as {@code org.example.rules}. */
    private static String nameOf(String canonical) {
        List<String> labels = new ArrayList<>(
                List.of(URI.create(canonical).getHost().toLowerCase(Locale.ROOT).split("\\.")));
        Collections.reverse(labels);
        return String.join(".", labels);
    }

    private void complete(Resource resource) {
        if (resource instanceof Library library && knowledge.cql().containsKey(library.getName())) {
            library.setContent(List.of(
                    new Attachment()
                            .setContentType(LibraryMediaTypes.CQL)
                            .setTitle(library.getName() + ".cql")
                            .setData(bytes(knowledge.cql().getOrDefault(library.getName(), ""))),
                    new Attachment()
                            .setContentType(LibraryMediaTypes.ELM)
                            .setTitle(library.getName() + ".json")
                            .setData(bytes(cql.logic().elm(library.getName())))));
        } else if (resource instanceof ValueSet valueSet) {
            valueSet.setExpansion(expansion(valueSet));
        } else if (resource instanceof PlanDefinition plan) {
            Library module = modules.of(plan);
            module.setId(REQUIREMENTS);
            plan.addContained(module);
            plan.addExtension(REQUIREMENTS_EXTENSION, new CanonicalType("#" + REQUIREMENTS));
        }
    }

    /** All codes, as of the date of the value set. */
    private ValueSetExpansionComponent expansion(ValueSet valueSet) {
        ValueSetExpansionComponent expansion = new ValueSetExpansionComponent();
        expansion.setIdentifier(Canonicals.of(valueSet));
        expansion.setTimestampElement(new DateTimeType(valueSet.getDateElement().getValueAsString()));
        knowledge.codings(valueSet).forEach(code -> expansion.addContains(ValueSetCodes.contains(code)));
        return expansion.setTotal(expansion.getContains().size());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
