package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More slow connections than the service accepts: half send a head, half a body, a byte a second each. */
@Tag("fault")
class SlowConnectionLoadTests {
    private static final int CONNECTIONS = Length.of(700, 2000);
    private static final int ROUNDS = Length.of(15, 60);

    @TempDir
    private Path folder;

    @Test
    void healthIsAnsweredAndTheServiceRecovers() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (ServiceProcess service = new ServiceProcess(folder)) {
            for (int number = 0; number < CONNECTIONS; number++) {
                Socket socket = new Socket("localhost", service.port);
                slow.add(socket);
                write(
                        socket,
                        number % 2 == 0
                                ? "GET /cds-services HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
                                : "POST " + PatientCalls.SERVICE
                                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\n\r\n");
            }
            int healthy = 0;
            for (int round = 0; round < ROUNDS; round++) {
                slow.forEach(socket -> write(socket, "a"));
                healthy += service.isReady() ? 1 : 0;
                Thread.sleep(1000);
            }
            long begin = System.nanoTime();
            assertThat(service.get(service.port, "/cds-services")).contains("\"services\"");
            FigureFile.row(
                    CONNECTIONS + " slow connections for " + ROUNDS + " s",
                    "readiness on the management port %d of %d; discovery on the service's port after that in %d ms",
                    healthy,
                    ROUNDS,
                    (System.nanoTime() - begin) / 1_000_000);
            assertThat(healthy).isEqualTo(ROUNDS);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The service has closed the connection.
        }
    }
}
