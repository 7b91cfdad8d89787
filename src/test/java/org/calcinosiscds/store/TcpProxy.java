package org.calcinosiscds.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between the service and a database, and fails when it is told to. */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;
    private volatile boolean silent;

    public TcpProxy(int target) {
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.target = target;
        thread(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Breaks all connections, and those to come. */
    public void refuse() throws IOException {
        refusing = true;
        breakAll();
    }

    /** Lets nothing through any more and says nothing. */
    public void fallSilent() {
        silent = true;
    }

    /** As if nothing had been. */
    public void recover() throws IOException {
        refusing = false;
        silent = false;
        breakAll();
    }

    private void breakAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            if (refusing) {
                client.close();
                continue;
            }
            Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(client);
            sockets.add(database);
            thread(() -> pump(client, database));
            thread(() -> pump(database, client));
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!silent) {
                    out.write(buffer, 0, read);
                }
            }
        }
    }

    private static void thread(Pump pump) {
        Thread thread = new Thread(() -> {
            try {
                pump.run();
            } catch (IOException e) {
                // A connection that ended is what this is for.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            breakAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Pump {
        void run() throws IOException;
    }
}
