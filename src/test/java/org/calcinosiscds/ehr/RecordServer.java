package org.calcinosiscds.ehr;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.FhirServer;
import org.calcinosiscds.cases.PatientCase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The record of one case behind HTTP on a port of this machine, with the manners of one kind of EHR. */
public final class RecordServer implements AutoCloseable {
    /** Source: US Core 9.0.0, server CapabilityStatement: combinations of search parameters that it requires. */
    private static final Map<String, Set<Set<String>>> US_CORE = Map.of(
            "Condition", Set.of(Set.of("patient")),
            "DiagnosticReport", Set.of(Set.of("patient", "category")),
            "Encounter", Set.of(Set.of("patient")),
            "MedicationRequest", Set.of(Set.of("patient", "intent")),
            "Observation",
                    Set.of(
                            Set.of("patient", "code"),
                            Set.of("patient", "category"),
                            Set.of("patient", "category", "date")),
            "Procedure", Set.of(Set.of("patient")),
            "QuestionnaireResponse", Set.of(Set.of("patient")),
            "ServiceRequest", Set.of(Set.of("patient")));

    /**
     * How a server behaves.
     *
     * @param page entries of one page
     * @param lacks resource types that it does not have
     * @param includes whether it knows {@code _include}
     * @param isUsCore whether it answers the searches that US Core requires, and no others
     * @param isTerse whether it answers 400 to what it does not have; it says what it has in its CapabilityStatement
     * @param proxied name under which its links are, as if the caller saw it through a proxy; empty for its own
     */
    public record Manners(
            int page, Set<String> lacks, boolean includes, boolean isUsCore, boolean isTerse, String proxied) {
        public static final Manners PLAIN = new Manners(1000, Set.of(), true, false, false, "");

        public Manners paging(int entries) {
            return new Manners(entries, lacks, includes, isUsCore, isTerse, proxied);
        }

        public Manners lacking(String... types) {
            return new Manners(page, Set.of(types), includes, isUsCore, isTerse, proxied);
        }

        public Manners terse() {
            return new Manners(page, lacks, includes, isUsCore, true, proxied);
        }

        public Manners withoutInclude() {
            return new Manners(page, lacks, false, isUsCore, isTerse, proxied);
        }

        public Manners ofUsCore() {
            return new Manners(
                    page,
                    Set.of("MedicationStatement", "MedicationAdministration", "Appointment"),
                    includes,
                    true,
                    isTerse,
                    proxied);
        }

        public Manners behind(String name) {
            return new Manners(page, lacks, includes, isUsCore, isTerse, name);
        }
    }

    static {
        // Else an answer of several packets waits for an acknowledgement that the caller delays by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final FhirServer record;
    private final Manners manners;
    private final long latencyMillis;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger lastSearch = new AtomicInteger();
    private final Map<String, List<JsonNode>> searches = new ConcurrentHashMap<>();
    private volatile CountDownLatch description = new CountDownLatch(0);

    public RecordServer(PatientCase patient, Manners manners) throws IOException {
        this(patient, manners, 0);
    }

    /** @param latencyMillis that each answer takes */
    public RecordServer(PatientCase patient, Manners manners, long latencyMillis) throws IOException {
        this.record = manners.isUsCore() ? FhirServer.ofUsCore(patient) : new FhirServer(patient);
        this.manners = manners;
        this.latencyMillis = latencyMillis;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/fhir", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    public String url() {
        return "http://localhost:" + http.getAddress().getPort() + "/fhir";
    }

    /** Paths and queries in the order in which they came, decoded. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** As {@link #asked}, without the CapabilityStatement: it is asked for beside the calls, after a minute again if there is none. */
    public List<String> askedForData() {
        return asked.stream().filter(each -> !each.equals("metadata")).toList();
    }

    /** Gives no CapabilityStatement until {@link #describe}. */
    public void holdDescription() {
        description = new CountDownLatch(1);
    }

    public void describe() {
        description.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets what was asked. */
    public void forget() {
        asked.clear();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestURI().toString().replaceFirst("^/fhir/?", "");
        asked.add(URLDecoder.decode(request, StandardCharsets.UTF_8));
        LockSupport.parkNanos(latencyMillis * 1_000_000);
        Reply reply = reply(request);
        byte[] body = reply.body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/fhir+json; fhirVersion=4.0");
        exchange.sendResponseHeaders(reply.status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private record Reply(int status, JsonNode body) {
        static Reply refusal(int status, String code) {
            ObjectNode outcome = JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
            outcome.withArray("issue").addObject().put("severity", "error").put("code", code);
            return new Reply(status, outcome);
        }
    }

    private Reply reply(String request) {
        if (request.startsWith("?")) {
            String[] page = request.substring(1).split("[=&]", -1);
            return new Reply(200, page(page[1], Integer.parseInt(page[3]), ""));
        }
        String type = request.replaceFirst("[/?].*", "");
        if (type.equals("metadata")) {
            await(description);
            return manners.isTerse() || manners.isUsCore() || !manners.lacks().isEmpty()
                    ? new Reply(200, capabilities())
                    : Reply.refusal(404, "not-found");
        }
        if (manners.lacks().contains(type)) {
            return manners.isTerse() ? Reply.refusal(400, "processing") : Reply.refusal(404, "processing");
        }
        int mark = request.indexOf('?');
        if (mark >= 0 && !isSearchable(type, request.substring(mark + 1))) {
            return Reply.refusal(400, "invalid");
        }
        try {
            JsonNode answer = record.answer(request);
            if (mark < 0) {
                return new Reply(200, answer);
            }
            String id = String.valueOf(lastSearch.incrementAndGet());
            searches.put(id, new ArrayList<>(answer.path("entry").valueStream().toList()));
            return new Reply(200, page(id, 0, request));
        } catch (IllegalArgumentException e) {
            return Reply.refusal(mark < 0 ? 404 : 400, "not-found");
        }
    }

    private JsonNode capabilities() {
        ObjectNode statement = JsonNodeFactory.instance.objectNode().put("resourceType", "CapabilityStatement");
        statement.put("status", "active").put("fhirVersion", "4.0.1");
        ObjectNode rest = statement.withArray("rest").addObject().put("mode", "server");
        if (manners.isUsCore()) {
            statement.withArray("instantiates").add("http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server");
        }
        Stream.concat(
                        US_CORE.keySet().stream(),
                        Stream.of(
                                "Patient", "Medication", "MedicationAdministration", "MedicationStatement", "Specimen"))
                .filter(type -> !manners.lacks().contains(type))
                .forEach(type -> {
                    ObjectNode resource = rest.withArray("resource").addObject().put("type", type);
                    parameters(type)
                            .forEach(name -> resource.withArray("searchParam")
                                    .addObject()
                                    .put("name", name)
                                    .put("type", "token"));
                });
        return statement;
    }

    /** Those that a server of US Core lists; another lists none. */
    private Stream<String> parameters(String type) {
        return manners.isUsCore()
                ? Stream.concat(
                        Stream.of("_id"),
                        US_CORE.getOrDefault(type, Set.of()).stream()
                                .flatMap(Set::stream)
                                .distinct()
                                .sorted())
                : Stream.empty();
    }

    private boolean isSearchable(String type, String query) {
        List<String> names = Stream.of(query.split("&"))
                .map(parameter -> parameter.replaceFirst("=.*", ""))
                .toList();
        if (names.contains("_include") && !manners.includes()) {
            return false;
        }
        Set<String> plain = names.stream().filter(name -> !name.startsWith("_")).collect(Collectors.toSet());
        return !manners.isUsCore() || US_CORE.getOrDefault(type, Set.of()).contains(plain);
    }

    private JsonNode page(String search, int from, String request) {
        List<JsonNode> entries = searches.getOrDefault(search, List.of());
        String base = manners.proxied().isEmpty() ? url() : manners.proxied();
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "searchset");
        bundle.withArray("link")
                .addObject()
                .put("relation", "self")
                .put("url", base + (request.isEmpty() ? "?search=" + search + "&from=" + from : "/" + request));
        if (from + manners.page() < entries.size()) {
            bundle.withArray("link")
                    .addObject()
                    .put("relation", "next")
                    .put("url", base + "?search=" + search + "&from=" + (from + manners.page()));
        }
        entries.stream().skip(from).limit(manners.page()).forEach(bundle.withArray("entry")::add);
        if (bundle.path("entry").isEmpty()) {
            bundle.remove("entry");
        }
        return bundle;
    }
}
