package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Clients that send a byte now and then: more of them than there are threads or connections. */
@TestPropertySource(
        properties = {
            "server.tomcat.threads.max=8",
            "server.tomcat.threads.min-spare=2",
            "server.tomcat.max-connections=24",
            "server.tomcat.accept-count=64"
        })
class SlowConnectionTests extends HookTest {
    private static final int BODY = 9_000_000;

    @Test
    void refusedBodiesThatDripHoldNoThread() throws Exception {
        try (Connections drips = new Connections(20);
                Connections other = new Connections(1)) {
            drips.write(
                    "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                            + BODY + "\r\n\r\n");
            Thread dripping = drips.keepWriting(" ");
            Thread.sleep(2000);

            other.write("GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(other.readAll().get(0)).startsWith("HTTP/1.1 200 ");
            drips.awaitEnd();
            dripping.interrupt();
        }
    }

    @Test
    void refusedBodyIsAnsweredAndItsConnectionClosed() throws IOException {
        try (Connections one = new Connections(1)) {
            one.write("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + BODY + "\r\n\r\n ");

            assertThat(one.readAll().get(0)).startsWith("HTTP/1.1 404 ").contains("Connection: close");
        }
    }

    @Test
    void connectionOfASmallRefusedBodyIsUsedAgain() throws IOException {
        try (Connections one = new Connections(1)) {
            String refused =
                    "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";
            one.write(refused + "\r\n{}" + refused + "Connection: close\r\n\r\n{}");

            assertThat(one.readAll().get(0).split("HTTP/1.1 404 ")).hasSize(3);
        }
    }

    @Test
    void expectedBodyIsRefusedBeforeItIsSent() throws IOException {
        try (Connections one = new Connections(1)) {
            one.write("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + BODY + "\r\nExpect: 100-continue\r\n\r\n");

            assertThat(one.readAll().get(0)).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void headsThatDripDoNotKeepOthersOut() throws Exception {
        try (Connections drips = new Connections(40)) {
            drips.write("GET /cds-services HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            drips.writeUntilClosed("a");

            given().port(port).get("/cds-services").then().statusCode(200);
        }
    }

    private final class Connections implements AutoCloseable {
        private final List<Socket> sockets = new ArrayList<>();

        Connections(int count) throws IOException {
            for (int opened = 0; opened < count; opened++) {
                Socket socket = new Socket("localhost", port);
                socket.setSoTimeout(20_000);
                sockets.add(socket);
            }
        }

        void write(String text) {
            for (Socket socket : sockets) {
                try {
                    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The service has closed the connection.
                }
            }
        }

        /** Sends on, whether or not anybody reads, until it is interrupted. */
        Thread keepWriting(String text) {
            Thread writer = new Thread(() -> {
                try {
                    while (true) {
                        write(text);
                        Thread.sleep(500);
                    }
                } catch (InterruptedException e) {
                    // The test has ended.
                }
            });
            writer.setDaemon(true);
            writer.start();
            return writer;
        }

        /** Sends on until none takes any more. */
        void writeUntilClosed(String text) throws InterruptedException {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            for (int round = 0; round < 120 && !sockets.isEmpty(); round++) {
                sockets.removeIf(socket -> {
                    try {
                        socket.getOutputStream().write(bytes);
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
                Thread.sleep(500);
            }
            assertThat(sockets).as("connections still open after a minute").isEmpty();
        }

        List<String> readAll() throws IOException {
            List<String> answers = new ArrayList<>();
            for (Socket socket : sockets) {
                InputStream in = socket.getInputStream();
                StringBuilder answer = new StringBuilder();
                try {
                    for (int next = in.read(); next >= 0; next = in.read()) {
                        answer.append((char) next);
                    }
                } catch (SocketException e) {
                    // Reset: what came before is the answer.
                }
                answers.add(answer.toString());
            }
            return answers;
        }

        void awaitEnd() throws IOException {
            assertThat(readAll()).allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 404 "));
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
