package org.calcinosiscds.fhirserver;

import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.fhir.BundleReader;
import org.calcinosiscds.fhir.JsonGuard;
import org.calcinosiscds.fhir.JsonValue;
import org.calcinosiscds.fhir.ReceivedBundle;
import org.calcinosiscds.fhir.RejectedInputException;
import org.calcinosiscds.outbound.NoAnswerException;
import org.calcinosiscds.outbound.NoAnswerException.Problem;
import org.calcinosiscds.outbound.Outbound;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to one query to its last page.
 *
 * <p>The server decides what comes, and so may lead astray: the next page must lie under the base URL, no page may come twice, and
 * pages and bytes are counted. Whatever goes wrong, nothing is kept of the answer: half of it would be a wrong one.
 */
final class PageReader {
    private final FetchSettings settings;
    private final Outbound outbound;
    private final JsonGuard guard;
    private final BundleReader bundles;

    PageReader(FetchSettings settings, Outbound outbound, JsonGuard guard, BundleReader bundles) {
        this.settings = settings;
        this.outbound = outbound;
        this.guard = guard;
        this.bundles = bundles;
    }

    /** @param token null for servers that ask for none */
    Fetched read(FhirServer server, @Nullable AccessToken token, Wanted wanted, Deadline deadline) {
        Reading reading = new Reading(server, token, wanted, deadline);
        try {
            return new Fetched.Whole(reading.toTheEnd());
        } catch (NoAnswerException e) {
            return new Fetched.Failed(e.problem(), reading.dataSeen());
        } catch (RejectedInputException e) {
            return new Fetched.Failed(Problem.UNREADABLE, reading.dataSeen());
        }
    }

    /** One query under way. */
    private final class Reading {
        private final FhirServer server;
        private final Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", "application/fhir+json"));
        private final Wanted wanted;
        private final Deadline deadline;
        private final long budgetNanos;
        private final Set<URI> pages = new HashSet<>();
        private long bytesLeft = settings.bytes().toBytes();
        private boolean mayRetry = true;
        private @Nullable ReceivedBundle soFar;

        Reading(FhirServer server, @Nullable AccessToken token, Wanted wanted, Deadline deadline) {
            this.server = server;
            this.wanted = wanted;
            this.deadline = deadline;
            this.budgetNanos = deadline.remaining().toNanos();
            if (token != null) {
                headers.put("Authorization", token.header());
            }
        }

        boolean dataSeen() {
            return soFar != null && !soFar.resources().isEmpty();
        }

        ReceivedBundle toTheEnd() throws NoAnswerException {
            ReceivedBundle all = start();
            for (String next = all.paging().next();
                    next != null;
                    next = all.paging().next()) {
                all = all.then(page(link(next)));
                soFar = all;
            }
            if (!all.isWhole()) {
                throw new NoAnswerException(all.failed() ? Problem.STATUS : Problem.PAGES);
            }
            return all;
        }

        /** The page that is there, when its next can be followed; else the answer from its beginning. */
        private ReceivedBundle start() throws NoAnswerException {
            ReceivedBundle first = wanted.firstPage();
            if (first != null
                    && first.paging().next() != null
                    && isFollowed(first.paging().next())) {
                soFar = first;
                return first;
            }
            ReceivedBundle page = page(link(wanted.query()));
            soFar = page;
            return page;
        }

        private boolean isFollowed(String next) {
            try {
                return !next.isEmpty() && server.base().within(next) != null;
            } catch (IllegalArgumentException e) {
                // An address that only the client knows, such as that of a proxy.
                return false;
            }
        }

        private URI link(String link) throws NoAnswerException {
            try {
                if (!link.isEmpty()) {
                    return server.base().within(link);
                }
            } catch (IllegalArgumentException e) {
                // The token must not leave the server that it is for.
            }
            throw new NoAnswerException(Problem.PAGES);
        }

        private ReceivedBundle page(URI address) throws NoAnswerException {
            if (!pages.add(address) || pages.size() > settings.pages()) {
                throw new NoAnswerException(Problem.PAGES);
            }
            byte[] body = get(address);
            bytesLeft -= body.length;
            JsonValue document = guard.read(body, Set.of());
            String expected = wanted.isSearch() ? "Bundle" : wanted.resourceType();
            if (!expected.equals(document.textOf("resourceType"))) {
                throw new NoAnswerException(Problem.UNREADABLE);
            }
            return bundles.read(document);
        }

        /** Once more when the connection failed and there is time: nothing is changed by asking twice. */
        private byte[] get(URI address) throws NoAnswerException {
            try {
                return outbound.get(address, server.reach(), headers, deadline, bytesLeft);
            } catch (NoAnswerException e) {
                boolean inTime = deadline.remaining().toNanos() >= budgetNanos * 4 / 10;
                if (e.problem() != Problem.UNREACHABLE || !mayRetry || !inTime) {
                    throw e;
                }
                mayRetry = false;
                return outbound.get(address, server.reach(), headers, deadline, bytesLeft);
            }
        }
    }
}
