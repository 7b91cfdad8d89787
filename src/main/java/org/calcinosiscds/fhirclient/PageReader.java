package org.calcinosiscds.fhirclient;

import ca.uhn.fhir.rest.api.Constants;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outbound.HttpResult;
import org.calcinosiscds.outbound.OutboundClient;
import org.calcinosiscds.outbound.RemoteCallException;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.Paging;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to one query to its last page.
 *
 * <p>The server decides what comes and may be wrong or hostile: the next page is requested under the base URL, whatever host its link names, no
 * page may come twice, and pages and bytes are counted. Whatever goes wrong, nothing is kept of the answer: half of it would be a wrong
 * one.
 */
final class PageReader {
    /** Of one search in place of several; more of them one after the other take longer than the others side by side. */
    private static final int FEW_PAGES = 5;

    private final FetchSettings settings;
    private final OutboundClient outbound;
    private final JsonGuard guard;
    private final BundleReader bundles;
    private final ServerCapabilities capabilities;
    private final RefusedSearches refused;

    PageReader(
            FetchSettings settings,
            OutboundClient outbound,
            JsonGuard guard,
            BundleReader bundles,
            ServerCapabilities capabilities,
            RefusedSearches refused) {
        this.settings = settings;
        this.outbound = outbound;
        this.guard = guard;
        this.bundles = bundles;
        this.capabilities = capabilities;
        this.refused = refused;
    }

    /** @param token null for servers that ask for none */
    QueryResult read(FhirServer server, @Nullable AccessToken token, Query query, FetchBudget budget) {
        Reading reading = new Reading(server, token, query, budget);
        try {
            return reading.toTheEnd();
        } catch (RemoteCallException e) {
            return new QueryResult.Failed(e.problem(), reading.dataSeen());
        } catch (RejectedInputException e) {
            return new QueryResult.Failed(Problem.UNREADABLE, reading.dataSeen());
        }
    }

    /** One query under way. */
    private final class Reading {
        private final FhirServer server;
        private final Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", Constants.CT_FHIR_JSON_NEW));
        private final Query query;
        private final FetchBudget budget;
        private final Deadline deadline;
        private final long budgetNanos;
        private final Set<URI> pages = new HashSet<>();
        private long bytesLeft = settings.bytes().toBytes();
        private boolean mayRetry = true;
        private @Nullable ReceivedBundle soFar;
        private String asked;
        private @Nullable String self;

        Reading(FhirServer server, @Nullable AccessToken token, Query query, FetchBudget budget) {
            this.server = server;
            this.query = query;
            this.budget = budget;
            this.deadline = budget.deadline();
            this.budgetNanos = deadline.remaining().toNanos();
            this.asked = query.query();
            if (token != null) {
                headers.put("Authorization", token.header());
            }
        }

        boolean dataSeen() {
            return soFar != null && !soFar.resources().isEmpty();
        }

        QueryResult toTheEnd() throws RemoteCallException {
            ReceivedBundle all = query.firstPage();
            if (all == null || !isFollowed(all.paging().next())) {
                HttpResult answer = firstAnswer();
                if (answer.status() != HttpResult.OK) {
                    return refused(answer);
                }
                JsonValue document = document(answer);
                self = BundleLinks.self(document);
                all = bundles.read(document);
                if (all.notSupported() && !isOfPatient()) {
                    return new QueryResult.NotAvailable();
                }
                requireExpected(document);
            }
            soFar = all;
            if (query.isShort() && all.partial() && !isFewPages(all.paging())) {
                throw new RemoteCallException(Problem.TOO_MANY_PAGES);
            }
            for (String next = all.paging().next();
                    next != null;
                    next = all.paging().next()) {
                all = all.then(page(next));
                soFar = all;
            }
            if (!all.isWhole()) {
                throw new RemoteCallException(all.failed() ? Problem.STATUS : Problem.PAGES);
            }
            return new QueryResult.Whole(all);
        }

        /** By the count of the server; not known without one. */
        private boolean isFewPages(Paging first) {
            return first.total() > 0 && first.total() <= first.matches() * FEW_PAGES;
        }

        /**
         * Whether the next page of a first page that a client sent can be requested; its address may be of a proxy that only the
         * client knows.
         */
        private boolean isFollowed(@Nullable String next) {
            try {
                return next != null && !next.isEmpty() && server.base().within(next) != null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        /** Simpler forms of the query are sent one after the other while the server refuses the query as such. */
        private HttpResult firstAnswer() throws RemoteCallException {
            List<String> forms = QueryForms.of(query.query(), server, capabilities.known(server));
            List<String> notRefused = forms.stream()
                    .filter(form -> !refused.contains(server, form))
                    .toList();
            List<String> refusedNow = new ArrayList<>();
            HttpResult answer = null;
            for (String form : notRefused.isEmpty() ? forms : notRefused) {
                asked = form;
                answer = get(link(form));
                if (answer.status() != 400 && answer.status() != 422 && answer.status() != 501) {
                    break;
                }
                refusedNow.add(form);
            }
            // That all are refused says nothing of the forms: it may be about the patient.
            if (Objects.requireNonNull(answer).status() == HttpResult.OK) {
                refusedNow.forEach(form -> refused.note(server, form));
            }
            return answer;
        }

        private QueryResult refused(HttpResult answer) {
            boolean isAbsent = answer.status() == 404 || answer.status() == 410;
            boolean hasNoEndpoint = answer.status() == 404 || answer.status() == 405 || answer.status() == 501;
            if (!isOfPatient()
                    && query.isSearch()
                    && (saysNotSupported(answer)
                            || (hasNoEndpoint && !settings.coreTypes().contains(query.resourceType()))
                            || isNotListed(answer))) {
                return new QueryResult.NotAvailable();
            }
            return new QueryResult.Failed(problem(answer), false, isAbsent);
        }

        private Problem problem(HttpResult answer) {
            return answer.status() == 401 || answer.status() == 403 ? Problem.PERMISSION : answer.problem();
        }

        /** Answers about the caller, and of a server that is down, say nothing of the type. */
        private boolean isNotListed(HttpResult answer) {
            return Set.of(400, 404, 405, 422, 500, 501).contains(answer.status())
                    && !settings.coreTypes().contains(query.resourceType())
                    && capabilities.lacks(server, query.resourceType(), headers, deadline);
        }

        private boolean saysNotSupported(HttpResult answer) {
            if (answer.status() < 400
                    || answer.status() == 401
                    || answer.status() == 403
                    || answer.body().length == 0) {
                return false;
            }
            try {
                return bundles.read(guard.read(answer.body(), Set.of())).notSupported();
            } catch (RejectedInputException e) {
                // Many servers and proxies explain themselves in HTML.
                return false;
            }
        }

        /** Nothing can be said of a patient who is not there, so that the server cannot do without the Patient. */
        private boolean isOfPatient() {
            return query.resourceType().equals("Patient");
        }

        private ReceivedBundle page(String next) throws RemoteCallException {
            boolean isTranslated = false;
            URI address;
            try {
                address = link(next);
            } catch (RemoteCallException e) {
                address = translated(next);
                isTranslated = true;
            }
            HttpResult answer = get(address);
            if (answer.status() != HttpResult.OK) {
                // An address that was guessed and is not there says that the guess was wrong.
                throw new RemoteCallException(
                        isTranslated && problem(answer) == Problem.STATUS ? Problem.PAGES : problem(answer));
            }
            JsonValue document = document(answer);
            requireExpected(document);
            return bundles.read(document);
        }

        private URI link(String link) throws RemoteCallException {
            try {
                if (!link.isEmpty()) {
                    return server.base().within(link);
                }
            } catch (IllegalArgumentException e) {
                // The token must not leave the server that it is for.
            }
            throw new RemoteCallException(Problem.PAGES);
        }

        private URI translated(String link) throws RemoteCallException {
            try {
                return server.base().translated(link, self, asked);
            } catch (IllegalArgumentException e) {
                throw new RemoteCallException(Problem.PAGES);
            }
        }

        private JsonValue document(HttpResult answer) throws RemoteCallException {
            if (!FhirVersions.isR4(answer.contentType())) {
                throw new RemoteCallException(Problem.VERSION);
            }
            bytesLeft -= answer.body().length;
            return guard.read(answer.body(), Set.of());
        }

        private void requireExpected(JsonValue document) throws RemoteCallException {
            String expected = query.isSearch() ? "Bundle" : query.resourceType();
            if (!expected.equals(document.textOf("resourceType"))) {
                throw new RemoteCallException(Problem.UNREADABLE);
            }
        }

        /** Once more when the connection failed and there is time: nothing is changed by asking twice. */
        private HttpResult get(URI address) throws RemoteCallException {
            if (!pages.add(address)) {
                throw new RemoteCallException(Problem.PAGES);
            }
            if (pages.size() > settings.pages()) {
                throw new RemoteCallException(Problem.TOO_MANY_PAGES);
            }
            try {
                return outbound.answer(address, server.policy(), headers, deadline, bytesLeft, budget);
            } catch (RemoteCallException e) {
                boolean inTime = deadline.remaining().toNanos() >= budgetNanos * 4 / 10;
                if (e.problem() != Problem.UNREACHABLE || !mayRetry || !inTime) {
                    throw e;
                }
                mayRetry = false;
                return outbound.answer(address, server.policy(), headers, deadline, bytesLeft, budget);
            }
        }
    }
}
