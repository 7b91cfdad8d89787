package org.calcinosiscds.commandline;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.Constants;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.PinnedExpansion;
import org.calcinosiscds.authoring.UnexpandedValueSets;
import org.calcinosiscds.content.JsonFile;
import org.calcinosiscds.knowledge.Content;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionComponent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code expand}: pins the codes of value sets that are said by a rule, as a terminology server expands them. */
@Command(
        name = "expand",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks a FHIR terminology server for the codes of value sets that the content alone does not tell.",
            "Such are the descendants of a SNOMED CT concept. It writes them into the files as an expansion with server,",
            "version and date."
        },
        footer = {
            "",
            "Example: one value set of the content in this folder.",
            "  cds expand --server http://localhost:8090/fhir sarcoidosis",
            "",
            "Exit codes: 0 done, 1 the server refused, 2 the command line is wrong, 3 nobody answered, or not with FHIR."
        })
public final class ExpandCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int PAGE = 1000;

    private final FhirContext fhir = FhirContext.forR4Cached();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--server", required = true, paramLabel = "URL", description = "Base of the server.")
    private String server = "";

    @Option(names = "--content", paramLabel = "FOLDER", description = "Folder of content; the current one by default.")
    private Path folder = Path.of(".");

    @picocli.CommandLine.Parameters(
            arity = "0..1",
            paramLabel = "VALUESET",
            description = "Id, name or url; without it all that need a server.")
    private String name = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec().commandLine().getOut();
        PrintWriter messages = spec().commandLine().getErr();
        Content.Folder content = new Content.Folder(folder);
        if (!content.isContent()) {
            messages.println(content.withoutContent());
            return 2;
        }
        Map<String, ValueSet> found = UnexpandedValueSets.of(content.texts(), name);
        if (found.isEmpty()) {
            messages.println(
                    name.isEmpty()
                            ? "No value set needs a server."
                            : "There is no value set " + name + " whose codes a server has to tell.");
            return name.isEmpty() ? 0 : 2;
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        for (Map.Entry<String, ValueSet> each : found.entrySet()) {
            try {
                List<ValueSet> pages = pages(client, each.getValue(), messages);
                if (pages.isEmpty()) {
                    return 1;
                }
                out.println(write(each.getKey(), each.getValue(), pages));
                out.flush();
            } catch (IOException e) {
                messages.println(
                        "Nobody answered at " + server + " (" + e.getClass().getSimpleName() + ").");
                return 3;
            } catch (DataFormatException | ClassCastException e) {
                messages.println("The answer of " + server + " is no ValueSet of FHIR R4 in JSON.");
                return 3;
            }
        }
        return 0;
    }

    /** The answers; none when the server refused, which the messages then say. */
    private List<ValueSet> pages(HttpClient client, ValueSet valueSet, PrintWriter messages)
            throws IOException, InterruptedException {
        ValueSet sent = valueSet.copy();
        sent.setExpansion(null);
        List<ValueSet> pages = new ArrayList<>();
        int received = 0;
        int total;
        do {
            Parameters parameters = new Parameters();
            parameters.addParameter().setName("valueSet").setResource(sent);
            if (received > 0) {
                parameters.addParameter("offset", new IntegerType(received));
                parameters.addParameter("count", new IntegerType(PAGE));
            }
            HttpResponse<String> answer = client.send(
                    request()
                            .POST(BodyPublishers.ofString(fhir.newJsonParser().encodeResourceToString(parameters)))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                messages.println(valueSet.getUrl() + ":");
                RefusalText.of(answer.statusCode(), answer.body()).forEach(messages::println);
                return List.of();
            }
            ValueSet page = fhir.newJsonParser().parseResource(ValueSet.class, answer.body());
            int size = PinnedExpansion.size(page);
            pages.add(page);
            received += size;
            total = size == 0 ? 0 : page.getExpansion().getTotal();
        } while (received < total);
        return pages;
    }

    private HttpRequest.Builder request() {
        try {
            return HttpRequest.newBuilder(URI.create(server.replaceFirst("/+$", "") + "/ValueSet/$expand"))
                    .timeout(TIMEOUT)
                    .header("Accept", Constants.CT_FHIR_JSON_NEW)
                    .header("Content-Type", Constants.CT_FHIR_JSON_NEW);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec().commandLine(), "--server must be an address such as http://localhost:8090/fhir.");
        }
    }

    /** Writes the file with the expansion and nothing else changed; returns what was done. */
    private String write(String path, ValueSet valueSet, List<ValueSet> pages) throws IOException {
        ValueSetExpansionComponent pinned = PinnedExpansion.of(valueSet, server, pages);
        int codes = pinned.getTotal();
        if (valueSet.hasExpansion() && PinnedExpansion.isSame(valueSet.getExpansion(), pinned)) {
            return "Unchanged " + path + ", " + codes + " codes.";
        }
        ValueSet holder = new ValueSet();
        holder.setExpansion(pinned);
        Path file = folder.resolve(path);
        ObjectNode json = (ObjectNode) JsonFile.read(Files.readString(file));
        json.set(
                "expansion",
                JsonFile.read(fhir.newJsonParser().encodeResourceToString(holder))
                        .path("expansion"));
        Files.writeString(file, JsonFile.text(json, "") + "\n");
        return "Wrote " + path + ", " + codes + " codes.";
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "The command was not made by picocli.");
    }
}
