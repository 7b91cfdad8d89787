package org.calcinosiscds.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gets documents from other servers, and posts to them.
 *
 * <p>HTTP clients bound each wait and not the whole, follow redirects with the caller's token, and unpack a bomb as gladly as an
 * answer. This one ends a call at its deadline whatever the server does, follows nothing, asks for no compression and takes none, and
 * reads no further than its limit.
 */
@Component
public final class OutboundClient implements AutoCloseable {
    private static final int CONNECTIONS_PER_SERVER = 16;
    private static final int CONNECTIONS = 128;
    private static final int MAX_EXPLANATION_LENGTH = 64 * 1024;
    private static final int PIECE = 16 * 1024;
    private static final Timeout CONNECT = Timeout.ofSeconds(2);

    private final Map<AddressPolicy, CloseableHttpClient> clients = new EnumMap<>(AddressPolicy.class);
    private final ScheduledExecutorService alarms = alarms();

    public OutboundClient() {
        for (AddressPolicy policy : AddressPolicy.values()) {
            clients.put(policy, client(policy));
        }
    }

    private static ScheduledExecutorService alarms() {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "outbound-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }

    private static CloseableHttpClient client(AddressPolicy policy) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedAddresses(policy))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setTimeToLive(TimeValue.ofSeconds(30))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .setMaxConnPerRoute(CONNECTIONS_PER_SERVER)
                        .setMaxConnTotal(CONNECTIONS)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("calcinosis-cds")
                .build();
    }

    /**
     * The body of the answer 200 to a GET.
     *
     * @param headers by name
     * @param maxBytes of the body
     * @throws RemoteCallException for any other answer, and for none
     */
    public byte[] get(URI target, AddressPolicy policy, Map<String, String> headers, Deadline deadline, long maxBytes)
            throws RemoteCallException {
        return answer(target, policy, headers, deadline, maxBytes).bodyOfOk();
    }

    /**
     * The answer to a GET, whatever its status.
     *
     * @param headers by name
     * @param maxBytes of the body
     * @throws RemoteCallException when there is none, or its body cannot be read
     */
    public HttpResult answer(
            URI target, AddressPolicy policy, Map<String, String> headers, Deadline deadline, long maxBytes)
            throws RemoteCallException {
        return answer(target, policy, headers, deadline, maxBytes, BodyLimit.NONE);
    }

    /**
     * The answer to a GET, whatever its status.
     *
     * @param headers by name
     * @param maxBytes of the body
     * @param limit of the body of an answer 200, beside that
     * @throws RemoteCallException when there is none, or its body cannot be read
     */
    public HttpResult answer(
            URI target,
            AddressPolicy policy,
            Map<String, String> headers,
            Deadline deadline,
            long maxBytes,
            BodyLimit limit)
            throws RemoteCallException {
        return answer(new HttpGet(target), policy, headers, deadline, maxBytes, limit);
    }

    /**
     * The answer to a POST, whatever its status.
     *
     * @param headers by name
     * @throws RemoteCallException when there is none, or its body cannot be read
     */
    public HttpResult post(
            URI target, AddressPolicy policy, Map<String, String> headers, byte[] body, Deadline deadline)
            throws RemoteCallException {
        HttpPost request = new HttpPost(target);
        request.setEntity(new ByteArrayEntity(body, null));
        return answer(request, policy, headers, deadline, MAX_EXPLANATION_LENGTH, BodyLimit.NONE);
    }

    private HttpResult answer(
            HttpUriRequestBase request,
            AddressPolicy policy,
            Map<String, String> headers,
            Deadline deadline,
            long maxBytes,
            BodyLimit limit)
            throws RemoteCallException {
        // Rounded up, so that what the alarm ends is past its deadline.
        long millis = deadline.remaining().plusNanos(999_999).toMillis();
        if (millis <= 0) {
            throw new RemoteCallException(Problem.TIMEOUT);
        }
        headers.forEach(request::setHeader);
        Timeout timeout = Timeout.ofMilliseconds(millis);
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .build());
        ScheduledFuture<?> alarm = alarms.schedule(request::cancel, millis, TimeUnit.MILLISECONDS);
        try {
            return send(request, policy, maxBytes, limit);
        } catch (InterruptedIOException e) {
            throw new RemoteCallException(Problem.TIMEOUT);
        } catch (IOException | IllegalStateException e) {
            throw new RemoteCallException(deadline.isPast() ? Problem.TIMEOUT : Problem.UNREACHABLE);
        } finally {
            alarm.cancel(false);
        }
    }

    private HttpResult send(HttpUriRequestBase request, AddressPolicy policy, long maxBytes, BodyLimit limit)
            throws IOException, RemoteCallException {
        boolean isRead = false;
        ClassicHttpResponse response =
                Objects.requireNonNull(clients.get(policy)).executeOpen(null, request, null);
        try {
            HttpResult answer = answer(response, maxBytes, limit);
            isRead = true;
            return answer;
        } finally {
            if (!isRead) {
                // Else closing would read on to the end of what was refused.
                request.cancel();
            }
            closeQuietly(response);
        }
    }

    private static HttpResult answer(ClassicHttpResponse response, long maxBytes, BodyLimit limit)
            throws IOException, RemoteCallException {
        HttpEntity entity = response.getEntity();
        String contentType = entity == null ? null : entity.getContentType();
        byte[] body = response.getCode() == HttpResult.OK ? body(entity, maxBytes, limit) : explanation(entity);
        return new HttpResult(response.getCode(), contentType, body);
    }

    private static byte[] body(@Nullable HttpEntity entity, long maxBytes, BodyLimit limit)
            throws IOException, RemoteCallException {
        if (entity == null || isEncoded(entity)) {
            throw new RemoteCallException(Problem.UNREADABLE);
        }
        if (entity.getContentLength() > maxBytes) {
            throw new RemoteCallException(Problem.TOO_LARGE);
        }
        // Not closed here: that would read on to the end of what is refused.
        InputStream content = entity.getContent();
        ByteArrayOutputStream body = new ByteArrayOutputStream(PIECE);
        byte[] buffer = new byte[PIECE];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            if (body.size() + (long) read > maxBytes) {
                throw new RemoteCallException(Problem.TOO_LARGE);
            }
            limit.received(buffer, 0, read);
            body.write(buffer, 0, read);
        }
        return body.toByteArray();
    }

    private static byte[] explanation(@Nullable HttpEntity entity) throws IOException {
        if (entity == null || isEncoded(entity) || entity.getContentLength() > MAX_EXPLANATION_LENGTH) {
            return new byte[0];
        }
        byte[] body = entity.getContent().readNBytes(MAX_EXPLANATION_LENGTH + 1);
        return body.length > MAX_EXPLANATION_LENGTH ? new byte[0] : body;
    }

    private static boolean isEncoded(HttpEntity entity) {
        return entity.getContentEncoding() != null
                && !entity.getContentEncoding().equalsIgnoreCase("identity");
    }

    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            // The answer is read, or refused; how the connection ends changes neither.
        }
    }

    @Override
    public void close() throws IOException {
        alarms.shutdownNow();
        for (CloseableHttpClient client : clients.values()) {
            client.close();
        }
    }
}
