package org.calcinosiscds.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/1.1 that is used for one request after the other. In contrast to a client of the JDK it takes so little processor
 * time that the service, which shares the processors, is measured and not the client.
 */
final class CallerConnection implements Closeable {
    private static final int TIMEOUT_MILLIS = 20_000;

    /** Of the status in {@code HTTP/1.1 200 OK}. */
    private static final int STATUS_BEGIN = 9;

    private static final int STATUS_END = 12;

    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    /** Status of the answer, of which nothing else is kept. */
    int send(HttpRequest request) throws IOException {
        try {
            Socket open = open(request.uri());
            open.getOutputStream().write(bytes(request));
            int status = Integer.parseInt(line().substring(STATUS_BEGIN, STATUS_END));
            skipRest();
            return status;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Socket open(URI address) throws IOException {
        if (socket == null) {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        }
        return socket;
    }

    private static byte[] bytes(HttpRequest request) {
        byte[] body = request.bodyPublisher().map(CallerConnection::body).orElse(new byte[0]);
        StringBuilder head = new StringBuilder(request.method())
                .append(' ')
                .append(request.uri().getPath())
                .append(" HTTP/1.1\r\nHost: localhost\r\nContent-Length: ")
                .append(body.length);
        request.headers()
                .map()
                .forEach((name, values) ->
                        head.append("\r\n").append(name).append(": ").append(values.get(0)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 2048);
        bytes.writeBytes(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Of a publisher that has all of the body. */
    private static byte[] body(HttpRequest.BodyPublisher publisher) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer part) {
                byte[] copy = new byte[part.remaining()];
                part.get(copy);
                bytes.writeBytes(copy);
            }

            @Override
            public void onError(Throwable failure) {
                throw new IllegalStateException(failure);
            }

            @Override
            public void onComplete() {
                // The bytes are there when subscribe returns.
            }
        });
        return bytes.toByteArray();
    }

    private void skipRest() throws IOException {
        long length = 0;
        boolean isChunked = false;
        boolean isLast = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            isChunked |= header.equals("transfer-encoding: chunked");
            isLast |= header.equals("connection: close");
            if (header.startsWith("content-length: ")) {
                length = Long.parseLong(header.substring(header.indexOf(' ') + 1));
            }
        }
        if (isChunked) {
            do {
                length = Long.parseLong(line(), 16);
                in.skipNBytes(length + 2);
            } while (length > 0);
        } else {
            in.skipNBytes(length);
        }
        if (isLast) {
            close();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The service closed the connection.");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is not used any more.
        }
        socket = null;
    }
}
