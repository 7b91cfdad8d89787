package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.calcinosiscds.authoring.ContentCheck;
import org.calcinosiscds.cql.SmallKnowledge;
import org.calcinosiscds.knowledge.UnresolvedValueSetException;
import org.calcinosiscds.knowledge.ValueSetCodes;
import org.calcinosiscds.knowledge.ValueSetExpander;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The command against a terminology server on loopback that holds a small code system and answers at most two codes in a page. */
@ExtendWith(OutputCaptureExtension.class)
class ExpandCommandTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String FILE = "fhir-resources/value-set/ValueSet-dialysis.json";
    private static final String FILTER =
            "\"filter\":[{\"property\":\"concept\",\"op\":\"is-a\",\"value\":\"dialysis\"}]";
    private static final CodeSystem SYSTEM = FHIR.newJsonParser().parseResource(CodeSystem.class, """
            {"resourceType":"CodeSystem","url":"urn:kidney","version":"7","status":"active","content":"complete",
             "concept":[{"code":"dialysis","display":"Dialysis",
               "concept":[{"code":"pd","display":"Peritoneal"},{"code":"hd","display":"Haemodialysis"}]},
               {"code":"other","display":"Other"}]}
            """);

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/fhir/ValueSet/$expand", this::answer);
        server.start();
        new SmallKnowledge(folder)
                .replacing(FILE, "http://snomed.info/sct", "urn:kidney")
                .replacing(FILE, "\"concept\":[{\"code\":\"105502003\"}]", FILTER);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void codesOfAllPagesArePinnedWithServerVersionAndDate(CapturedOutput output) throws IOException {
        assertThat(findings()).containsExactly("CDS022");

        assertThat(run("dialysis")).isZero();
        assertThat(output.getOut()).contains("Wrote " + FILE + ", 3 codes.");
        ValueSet written = FHIR.newJsonParser().parseResource(ValueSet.class, Files.readString(folder.resolve(FILE)));
        assertThat(written.getCompose().getIncludeFirstRep().getFilter()).hasSize(1);
        assertThat(written.getExpansion().getContains())
                .extracting(code -> code.getSystem() + "|" + code.getVersion() + "|" + code.getCode())
                .containsExactly("urn:kidney|7|dialysis", "urn:kidney|7|hd", "urn:kidney|7|pd");
        assertThat(written.getExpansion().getTimestampElement().getValueAsString())
                .isEqualTo("2026-11-20T10:00:00Z");
        assertThat(written.getExpansion().getParameter())
                .extracting(each -> each.getName() + " " + each.getValue().primitiveValue())
                .contains("server " + base(), "version urn:kidney|7");
        assertThat(findings()).isEmpty();

        String pinned = Files.readString(folder.resolve(FILE));
        assertThat(run("")).isZero();
        assertThat(output.getOut()).contains("Unchanged " + FILE);
        assertThat(folder.resolve(FILE)).hasContent(pinned.stripTrailing());
        Files.writeString(folder.resolve(FILE), pinned.replace("\"is-a\"", "\"descendent-of\""));
        assertThat(findings()).containsExactly("CDS023");
    }

    @Test
    void refusalIsPrintedAndNothingIsWritten(CapturedOutput output) throws IOException {
        new SmallKnowledge(folder)
                .replacing(FILE, "http://snomed.info/sct", "urn:unknown")
                .replacing(FILE, "\"concept\":[{\"code\":\"105502003\"}]", FILTER);
        String before = Files.readString(folder.resolve(FILE));

        assertThat(run("")).isEqualTo(1);
        assertThat(output.getErr()).contains("has no complete CodeSystem urn:unknown");
        assertThat(folder.resolve(FILE)).hasContent(before.stripTrailing());
    }

    @Test
    void valueSetThatNeedsNoServerIsAWrongCommandLine(CapturedOutput output) {
        new SmallKnowledge(folder);

        assertThat(run("")).isZero();
        assertThat(output.getErr()).contains("No value set needs a server.");
        assertThat(run("dialysis")).isEqualTo(2);
    }

    @Test
    void serverThatDoesNotAnswerIsNamed(CapturedOutput output) {
        server.stop(0);

        assertThat(run("dialysis")).isEqualTo(3);
        assertThat(output.getErr()).contains("Nobody answered at " + base());
    }

    private List<String> findings() {
        return ContentCheck.of(folder, FHIR).findings().stream()
                .map(each -> each.code())
                .toList();
    }

    private int run(String valueSet) {
        return Commands.run(
                ("expand --server " + base() + " --content " + folder + " " + valueSet)
                        .strip()
                        .split(" "),
                Clock.systemUTC());
    }

    private String base() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/fhir";
    }

    private void answer(HttpExchange exchange) throws IOException {
        Parameters sent = FHIR.newJsonParser()
                .parseResource(
                        Parameters.class, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        ValueSet valueSet = (ValueSet) sent.getParameterFirstRep().getResource();
        try {
            List<Coding> codes = new ValueSetExpander(List.of(SYSTEM, valueSet)).codings(valueSet);
            int offset = sent.getParameter("offset") == null
                    ? 0
                    : ((IntegerType) sent.getParameter("offset").getValue()).getValue();
            valueSet.getExpansion()
                    .setIdentifier("urn:uuid:1")
                    .setTimestampElement(new DateTimeType("2026-11-20T10:00:00Z"))
                    .setTotal(codes.size())
                    .addParameter()
                    .setName("used-codesystem")
                    .setValue(new UriType("urn:kidney|7"));
            codes.stream()
                    .skip(offset)
                    .limit(2)
                    .forEach(code -> valueSet.getExpansion().addContains(ValueSetCodes.contains(code)));
            send(exchange, 200, valueSet);
        } catch (UnresolvedValueSetException e) {
            OperationOutcome outcome = new OperationOutcome();
            outcome.addIssue().setDiagnostics(e.getMessage());
            send(exchange, 422, outcome);
        }
    }

    private static void send(HttpExchange exchange, int status, Resource body) throws IOException {
        byte[] bytes = FHIR.newJsonParser().encodeResourceToString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/fhir+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
