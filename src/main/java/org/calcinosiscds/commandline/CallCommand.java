package org.calcinosiscds.commandline;

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
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code call}: a call of CDS Hooks as an EHR makes it, and the cards that come back. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Calls a service of CDS Hooks and prints its cards.",
            "A file with a request is sent as it is; of a Bundle of one patient a request of patient-view is made.",
            "The service is the one of the request's hook."
        },
        footer = {
            "",
            "Example: the patient of a case to the service on this machine, with a token of the test client of cds token.",
            "  cds call http://localhost:8080 Bundle.json --as-of 2026-11-21T09:00:00Z \\",
            "    --key test-key.json --issuer https://test.example.org --public-url https://cds.example.org",
            "",
            "Exit codes: 0 it was answered, 1 it was refused, 2 the command line is wrong, 3 nobody answered."
        })
public final class CallCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String SERVICES = "/cds-services";

    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "URL", description = "Address of the service, such as http://localhost:8080.")
    private String url = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Request of a hook, or Bundle of one patient, in JSON.")
    private Path file = Path.of("");

    @Option(names = "--as-of", paramLabel = "INSTANT", description = "Judge for this instant, not for now.")
    private @Nullable String asOf;

    @Option(names = "--token", paramLabel = "TOKEN", description = "Bearer token to send.")
    private @Nullable String token;

    @Option(names = "--key", paramLabel = "FILE", description = "Sign a token with this key, as cds token does.")
    private @Nullable Path key;

    @Option(names = "--issuer", paramLabel = "ISS", description = "Issuer of that token.")
    private @Nullable String issuer;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "The service's own public-url, for the audience of that token; by default URL.")
    private @Nullable String publicUrl;

    public CallCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec().commandLine().getOut();
        PrintWriter messages = spec().commandLine().getErr();
        JsonNode sent = read(file);
        String base = url.replaceFirst(SERVICES + ".*$", "").replaceFirst("/+$", "");
        SigningKey signing = signingKey();
        messages.println("Calling " + base + " with " + file + ".");
        messages.flush();
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        HttpResponse<String> answer;
        try {
            HttpResponse<String> discovery = client.send(to(base + SERVICES).build(), BodyHandlers.ofString());
            if (discovery.statusCode() != 200) {
                return refused(discovery, messages);
            }
            boolean isBundle = "Bundle".equals(sent.path("resourceType").asString(""));
            String hook = isBundle ? BundleCall.HOOK : sent.path("hook").asString("");
            JsonNode service = service(json(discovery.body()), hook);
            ObjectNode request = isBundle ? ofBundle(sent, service, messages) : (ObjectNode) sent;
            request.put("hookInstance", UUID.randomUUID().toString());
            if (asOf != null) {
                request.withObjectProperty("extension")
                        .withObjectProperty("org.calcinosis-cds")
                        .put("asOf", asOf);
            }
            String path = SERVICES + "/" + service.path("id").asString();
            answer = client.send(
                    authorized(
                                    to(base + path),
                                    signing,
                                    (publicUrl == null ? base : publicUrl.replaceFirst("/+$", "")) + path)
                            .header("Content-Type", Constants.CT_JSON)
                            .POST(BodyPublishers.ofString(request.toString()))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            messages.println("Nobody answered at " + base + " (" + e.getClass().getSimpleName() + ").");
            return 3;
        }
        if (answer.statusCode() != 200) {
            return refused(answer, messages);
        }
        JsonNode cards = json(answer.body()).path("cards");
        cards.forEach(card -> CardText.of(card).forEach(out::println));
        if (cards.isEmpty()) {
            out.println("No cards: the rules have nothing to say. That is no all-clear.");
        }
        out.flush();
        return 0;
    }

    private JsonNode read(Path from) {
        try {
            JsonNode read = new JsonMapper().readTree(Files.readString(from));
            if (read instanceof ObjectNode) {
                return read;
            }
        } catch (IOException e) {
            throw mistake("Cannot read " + from + ".");
        } catch (JacksonException e) {
            // Its message quotes the file.
        }
        throw mistake(from + " is no JSON object.");
    }

    private @Nullable SigningKey signingKey() {
        if (key == null) {
            return null;
        }
        if (issuer == null || !Files.exists(key)) {
            throw mistake("--key needs --issuer, and a file that cds token made.");
        }
        try {
            return SigningKey.of(key, SigningKey.Algorithm.ES384);
        } catch (IOException e) {
            throw mistake("Cannot use " + key + ": " + SigningKey.reason(e));
        }
    }

    private HttpRequest.Builder to(String address) {
        try {
            return HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT).header("Accept", Constants.CT_JSON);
        } catch (IllegalArgumentException e) {
            throw mistake("URL must be an address such as http://localhost:8080.");
        }
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request, @Nullable SigningKey signing, String audience) {
        String bearer = signing == null || issuer == null
                ? token
                : signing.token(issuer, audience, null, clock.instant(), Duration.ofMinutes(5));
        return bearer == null ? request : request.header("Authorization", "Bearer " + bearer);
    }

    private JsonNode service(JsonNode discovery, String hook) {
        return discovery
                .path("services")
                .valueStream()
                .filter(each -> each.path("hook").asString("").equals(hook))
                .findFirst()
                .orElseThrow(() -> mistake("The service has none for the hook of " + file + "; it must name one of GET "
                        + SERVICES + "."));
    }

    private ObjectNode ofBundle(JsonNode bundle, JsonNode service, PrintWriter messages) {
        BundleCall made = BundleCall.of(bundle, service.path("prefetch"));
        if (made.request() == null) {
            throw mistake("The Bundle must hold exactly one Patient with an id.");
        }
        if (!made.notSent().isEmpty()) {
            messages.println(
                    "Not sent, since no prefetch template asks for it: " + String.join(", ", made.notSent()) + ".");
        }
        return made.request();
    }

    private static int refused(HttpResponse<String> answer, PrintWriter messages) {
        RefusalText.of(answer.statusCode(), answer.body()).forEach(messages::println);
        return 1;
    }

    private static JsonNode json(String body) throws IOException {
        try {
            return new JsonMapper().readTree(body);
        } catch (JacksonException e) {
            throw new UnreadableFileException("The answer is no JSON.");
        }
    }

    private ParameterException mistake(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "The command was not made by picocli.");
    }
}
