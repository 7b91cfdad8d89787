package org.calcinosiscds.fhirserver;

import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.fhir.BundleReader;
import org.calcinosiscds.fhir.JsonGuard;
import org.calcinosiscds.fhir.JsonValue;
import org.calcinosiscds.fhir.ReceivedBundle;
import org.calcinosiscds.fhir.RejectedInputException;
import org.calcinosiscds.outbound.Answer;
import org.calcinosiscds.outbound.NoAnswerException;
import org.calcinosiscds.outbound.NoAnswerException.Problem;
import org.calcinosiscds.outbound.Outbound;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to one query to its last page.
 *
 * <p>The server decides what comes, and so may lead astray: the next page is asked for under the base URL whatever name its link has, no
 * page may come twice, and pages and bytes are counted. Whatever goes wrong, nothing is kept of the answer: half of it would be a wrong
 * one.
 */
final class PageReader {
    private final FetchSettings settings;
    private final Outbound outbound;
    private final JsonGuard guard;
    private final BundleReader bundles;
    private final Capabilities capabilities;

    PageReader(
            FetchSettings settings,
            Outbound outbound,
            JsonGuard guard,
            BundleReader bundles,
            Capabilities capabilities) {
        this.settings = settings;
        this.outbound = outbound;
        this.guard = guard;
        this.bundles = bundles;
        this.capabilities = capabilities;
    }

    /** @param token null for servers that ask for none */
    Fetched read(FhirServer server, @Nullable AccessToken token, Wanted wanted, Deadline deadline) {
        Reading reading = new Reading(server, token, wanted, deadline);
        try {
            return reading.toTheEnd();
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
        private String asked;
        private @Nullable String self;

        Reading(FhirServer server, @Nullable AccessToken token, Wanted wanted, Deadline deadline) {
            this.server = server;
            this.wanted = wanted;
            this.deadline = deadline;
            this.budgetNanos = deadline.remaining().toNanos();
            this.asked = wanted.query();
            if (token != null) {
                headers.put("Authorization", token.header());
            }
        }

        boolean dataSeen() {
            return soFar != null && !soFar.resources().isEmpty();
        }

        Fetched toTheEnd() throws NoAnswerException {
            ReceivedBundle all = wanted.firstPage();
            if (all == null || !isFollowed(all.paging().next())) {
                Answer answer = firstAnswer();
                if (answer.status() != Answer.OK) {
                    return refused(answer);
                }
                JsonValue document = document(answer);
                self = Links.self(document);
                all = bundles.read(document);
                if (all.notSupported() && !isOfPatient()) {
                    return new Fetched.NotAvailable();
                }
                requireExpected(document);
            }
            soFar = all;
            for (String next = all.paging().next();
                    next != null;
                    next = all.paging().next()) {
                all = all.then(page(next));
                soFar = all;
            }
            if (!all.isWhole()) {
                throw new NoAnswerException(all.failed() ? Problem.STATUS : Problem.PAGES);
            }
            return new Fetched.Whole(all);
        }

        /** Whether the next page of a first page that a client sent can be asked for; its address may be of a proxy that only it knows. */
        private boolean isFollowed(@Nullable String next) {
            try {
                return next != null && !next.isEmpty() && server.base().within(next) != null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        /** Plainer forms are asked for one after the other while the server refuses the query as such. */
        private Answer firstAnswer() throws NoAnswerException {
            Answer answer = null;
            for (String form : QueryForms.of(wanted.query())) {
                asked = form;
                answer = get(link(form));
                if (answer.status() != 400 && answer.status() != 422 && answer.status() != 501) {
                    return answer;
                }
            }
            return Objects.requireNonNull(answer);
        }

        private Fetched refused(Answer answer) {
            boolean isAbsent = answer.status() == 404 || answer.status() == 410;
            boolean hasNoEndpoint = answer.status() == 404 || answer.status() == 405 || answer.status() == 501;
            if (!isOfPatient()
                    && wanted.isSearch()
                    && (saysNotSupported(answer)
                            || (hasNoEndpoint && !settings.coreTypes().contains(wanted.resourceType()))
                            || isNotListed(answer))) {
                return new Fetched.NotAvailable();
            }
            return new Fetched.Failed(problem(answer), false, isAbsent);
        }

        private Problem problem(Answer answer) {
            return answer.status() == 401 || answer.status() == 403 ? Problem.PERMISSION : answer.problem();
        }

        /** Answers about the caller, and of a server that is down, say nothing of the type. */
        private boolean isNotListed(Answer answer) {
            return Set.of(400, 404, 405, 422, 500, 501).contains(answer.status())
                    && !settings.coreTypes().contains(wanted.resourceType())
                    && capabilities.lacks(server, wanted.resourceType(), headers, deadline);
        }

        private boolean saysNotSupported(Answer answer) {
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
            return wanted.resourceType().equals("Patient");
        }

        private ReceivedBundle page(String next) throws NoAnswerException {
            boolean isTranslated = false;
            URI address;
            try {
                address = link(next);
            } catch (NoAnswerException e) {
                address = translated(next);
                isTranslated = true;
            }
            Answer answer = get(address);
            if (answer.status() != Answer.OK) {
                // An address that was guessed and is not there says that the guess was wrong.
                throw new NoAnswerException(
                        isTranslated && problem(answer) == Problem.STATUS ? Problem.PAGES : problem(answer));
            }
            JsonValue document = document(answer);
            requireExpected(document);
            return bundles.read(document);
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

        private URI translated(String link) throws NoAnswerException {
            try {
                return server.base().translated(link, self, asked);
            } catch (IllegalArgumentException e) {
                throw new NoAnswerException(Problem.PAGES);
            }
        }

        private JsonValue document(Answer answer) throws NoAnswerException {
            if (!FhirVersions.isR4(answer.contentType())) {
                throw new NoAnswerException(Problem.VERSION);
            }
            bytesLeft -= answer.body().length;
            return guard.read(answer.body(), Set.of());
        }

        private void requireExpected(JsonValue document) throws NoAnswerException {
            String expected = wanted.isSearch() ? "Bundle" : wanted.resourceType();
            if (!expected.equals(document.textOf("resourceType"))) {
                throw new NoAnswerException(Problem.UNREADABLE);
            }
        }

        /** Once more when the connection failed and there is time: nothing is changed by asking twice. */
        private Answer get(URI address) throws NoAnswerException {
            if (!pages.add(address)) {
                throw new NoAnswerException(Problem.PAGES);
            }
            if (pages.size() > settings.pages()) {
                throw new NoAnswerException(Problem.TOO_MANY_PAGES);
            }
            try {
                return outbound.answer(address, server.reach(), headers, deadline, bytesLeft);
            } catch (NoAnswerException e) {
                boolean inTime = deadline.remaining().toNanos() >= budgetNanos * 4 / 10;
                if (e.problem() != Problem.UNREACHABLE || !mayRetry || !inTime) {
                    throw e;
                }
                mayRetry = false;
                return outbound.answer(address, server.reach(), headers, deadline, bytesLeft);
            }
        }
    }
}
