package org.calcinosiscds.fhirclient;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.calcinosiscds.client.ClientBulkheads;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Asks a FHIR server several things at once, within one deadline.
 *
 * <p>The threads are its own: a call waits no longer than its deadline whatever a server does to the thread that talks to it. One slow
 * server has a limited number of them, so that it cannot hold up the clients of others, and each client has its share of them.
 */
public final class FhirClient implements AutoCloseable {
    private static final int THREADS = 64;

    private final FetchSettings settings;
    private final PageReader pages;
    private final ServerCapabilities capabilities;
    private final CapabilityRefresh background;
    private final RefusedSearches refused;
    private final ClientBulkheads bulkheads;
    private final FairSemaphore processors;
    private final Bulkhead shared;
    private final ConcurrentMap<String, ServerBulkhead> byOrigin = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    FhirClient(
            FetchSettings settings,
            PageReader pages,
            ServerCapabilities capabilities,
            CapabilityRefresh background,
            RefusedSearches refused,
            ClientBulkheads bulkheads,
            FairSemaphore processors) {
        this.processors = processors;
        this.settings = settings;
        this.pages = pages;
        this.capabilities = capabilities;
        this.background = background;
        this.refused = refused;
        this.bulkheads = bulkheads;
        this.shared = bulkheads.ofSize(THREADS);
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fhir-server-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Fetches the answers to all queries.
     *
     * @param token null for servers that ask for none
     * @param queries by key
     * @return what became of each, by the same keys
     */
    public Map<String, QueryResult> fetch(
            FhirServer server, @Nullable AccessToken token, Map<String, Query> queries, FetchBudget budget) {
        if (queries.isEmpty()) {
            return Map.of();
        }
        Deadline deadline = budget.deadline();
        background.readSoon(server);
        ServerBulkhead bulkhead = byOrigin.computeIfAbsent(
                server.base().origin(),
                origin ->
                        new ServerBulkhead(origin, settings, bulkheads.ofServer(settings.perServer(), origin), shared));
        QueryBatch round = new QueryBatch(
                bulkhead,
                server.client(),
                queries,
                query -> bulkhead.ask(() -> pages.read(server, token, query, budget), deadline));
        // The thread of the call waits for its turn: those here are for work alone, so that no server takes them all.
        if (processors.releasedWhile(() -> bulkhead.enter(server.client(), deadline))) {
            round.work(threads);
            for (int more = 1;
                    more < Math.min(settings.parallel(), queries.size()) && bulkhead.enterNow(server.client());
                    more++) {
                round.work(threads);
            }
        }
        return processors.releasedWhile(() -> round.await(deadline));
    }

    /** Whether the server is known not to have resources of the type. */
    public boolean lacks(FhirServer server, String type) {
        return !settings.coreTypes().contains(type)
                && capabilities.known(server).lacks(type);
    }

    /** Whether the server is known not to find resources of the type by their patient. */
    public boolean lacksSearchByPatient(FhirServer server, String type) {
        return !capabilities.known(server).supports(type, "patient=") || server.lacksParameter(type, "patient");
    }

    /** Whether every Observation of the server has a category, because it declares US Core, which requires one. */
    public boolean hasCategories(FhirServer server) {
        return capabilities.known(server).isUsCore() && !server.lacksParameter("Observation", "category");
    }

    /** Whether the CapabilityStatement of the server was read. */
    public boolean isKnown(FhirServer server) {
        return capabilities.known(server).isKnown();
    }

    /** Whether the server has refused a search of that kind. */
    public boolean refuses(FhirServer server, Query query) {
        return refused.contains(server, query.query());
    }

    /** Remembers that the server refuses searches of that kind. */
    public void noteRefused(FhirServer server, Query query) {
        refused.note(server, query.query());
    }

    /** What a server did, to follow its name in a sentence; of a limit that was met, with the setting. */
    public String phrase(Problem problem) {
        String limit = switch (problem) {
            case TIMEOUT -> " (setting deadline of the client)";
            case TOO_MANY_PAGES -> " (calcinosis.fetch.pages is %d)".formatted(settings.pages());
            case TOO_MANY_REFERENCES -> " (calcinosis.fetch.references is %d)".formatted(settings.references());
            case TOO_LARGE -> " (calcinosis.fetch.bytes is %s)".formatted(text(settings.bytes()));
            case MEMORY -> " (calcinosis.fetch.memory)";
            default -> "";
        };
        return problem.phrase() + limit;
    }

    private static String text(DataSize size) {
        return size.toMegabytes() > 0 ? size.toMegabytes() + " MB" : size.toBytes() + " bytes";
    }

    /** How many resources may be read one by one in one call. */
    public int maxReferences() {
        return settings.references();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
