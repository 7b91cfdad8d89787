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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.TestPropertySource;

/** Clients that send a byte now and then: more of them than there are threads or connections. */
@TestPropertySource(
        properties = {
            "server.tomcat.threads.max=8",
            "server.tomcat.threads.min-spare=2",
            "server.tomcat.max-connections=24",
            "server.tomcat.accept-count=64",
            "management.server.port=0",
            "management.server.address=127.0.0.1"
        })
class SlowConnectionIT extends HookTest {
    private static final int BODY = 9_000_000;

    @LocalManagementPort
    private int management;

    private enum Port {
        SERVICE,
        MANAGEMENT
    }

    private int number(Port which) {
        return which == Port.SERVICE ? port : management;
    }

    @ParameterizedTest
    @EnumSource
    void refusedBodiesThatDripHoldNoThread(Port which) throws Exception {
        try (Connections drips = new Connections(20, number(which));
                Connections other = new Connections(1, number(which))) {
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

    /** The threads of the service wait for bodies; those of the management port have nothing to do with it. */
    @Test
    void healthIsAnsweredWhileAllThreadsOfTheServiceAreTaken() throws Exception {
        try (Connections drips = new Connections(70)) {
            drips.write("POST " + SERVICE + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + BODY + "\r\n\r\n");
            Thread dripping = drips.keepWriting(" ");
            for (int probe = 0; probe < 10; probe++) {
                for (String group : List.of("liveness", "readiness")) {
                    try (Connections health = new Connections(1, management)) {
                        health.write("GET /actuator/health/" + group
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                        assertThat(health.readAll().get(0)).startsWith("HTTP/1.1 200 ");
                    }
                }
                Thread.sleep(200);
            }
            dripping.interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusedBodyIsAnsweredAndItsConnectionClosed(Port which) throws IOException {
        try (Connections one = new Connections(1, number(which))) {
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

    @ParameterizedTest
    @EnumSource
    void expectedBodyIsRefusedBeforeItIsSent(Port which) throws IOException {
        try (Connections one = new Connections(1, number(which))) {
            one.write("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + BODY + "\r\nExpect: 100-continue\r\n\r\n");

            assertThat(one.readAll().get(0)).startsWith("HTTP/1.1 404 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void headsThatDripDoNotKeepOthersOut(Port which) throws Exception {
        try (Connections drips = new Connections(40, number(which))) {
            drips.write("GET /cds-services HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            drips.writeUntilClosed("a");

            String address = which == Port.SERVICE ? "/cds-services" : "/actuator/health/liveness";
            given().port(number(which)).get(address).then().statusCode(200);
        }
    }

    /** As a load balancer does it, or a client after a pause of the service. */
    @Test
    void connectionThatWasIdleForLongerThanANewOneMayBeIsUsedAgain() throws Exception {
        try (Connections one = new Connections(1)) {
            one.write("GET /cds-services HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Thread.sleep(8000);
            one.write("GET /cds-services HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(one.readAll().get(0).split("HTTP/1.1 200 ")).hasSize(3);
        }
    }

    /** They would be kept for longer while there is room. */
    @ParameterizedTest
    @EnumSource
    void connectionsWithoutAFurtherRequestDoNotKeepOthersOut(Port which) throws Exception {
        String address = which == Port.SERVICE ? "/cds-services" : "/actuator/health/liveness";
        try (Connections idle = new Connections(40, number(which));
                Connections other = new Connections(1, number(which))) {
            idle.write("GET " + address + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            other.write("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(other.readAll().get(0)).startsWith("HTTP/1.1 200 ");
        }
    }

    /** The limit is for one head, not for all heads of a connection. */
    @Test
    void connectionWhoseHeadsComeInPartsIsKeptForEveryRequest() throws Exception {
        try (Connections one = new Connections(1)) {
            int requests = 8;
            for (int request = 1; request <= requests; request++) {
                one.write("GET /cds-services HTTP/1.1\r\nHost: localhost\r\n");
                Thread.sleep(1500);
                one.write((request == requests ? "Connection: close\r\n" : "") + "\r\n");
            }

            assertThat(one.readAll().get(0).split("HTTP/1.1 200 ")).hasSize(requests + 1);
        }
    }

    private final class Connections implements AutoCloseable {
        private final List<Socket> sockets = new ArrayList<>();

        Connections(int count) throws IOException {
            this(count, port);
        }

        Connections(int count, int port) throws IOException {
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
