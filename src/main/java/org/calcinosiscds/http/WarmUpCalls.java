package org.calcinosiscds.http;

import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Adapter;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Calls that the service sends to itself before it is ready, through every valve, filter and servlet of a call, but without a socket:
 * they are known by an attribute, which no request that comes over a network can have.
 */
public final class WarmUpCalls {
    private static final String ATTRIBUTE = "org.calcinosiscds.http.WarmUpCalls";
    private static final String HOST = "localhost";
    private static final String ADDRESS = "127.0.0.1";

    private final Connector connector;

    /** @param connector of the service, which listens */
    public WarmUpCalls(Connector connector) {
        this.connector = connector;
    }

    /** Whether a request is such a call: it leaves no line in a log, no figure and no record. */
    public static boolean isOne(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }

    /** Posts a body of JSON and returns the status of the answer. */
    public int post(String path, byte[] body) throws IOException {
        Adapter adapter = connector.getProtocolHandler().getAdapter();
        Request request = new Request();
        Response response = new Response();
        Processor processor = new Processor(adapter, request, response);
        request.setMethod("POST");
        request.scheme().setString("http");
        request.protocol().setString("HTTP/1.1");
        request.requestURI().setString(path);
        request.decodedURI().setString(path);
        request.serverName().setString(HOST);
        request.setServerPort(connector.getPort());
        request.remoteAddr().setString(ADDRESS);
        request.remoteHost().setString(HOST);
        request.localAddr().setString(ADDRESS);
        request.getMimeHeaders().addValue("host").setString(HOST);
        request.getMimeHeaders().addValue("content-type").setString(MediaType.APPLICATION_JSON_VALUE);
        request.getMimeHeaders().addValue("accept").setString("*/*");
        request.setContentLength(body.length);
        request.setAttribute(ATTRIBUTE, true);
        request.setInputBuffer(new Body(body));
        response.setOutputBuffer(new Answer());
        try {
            adapter.service(request, response);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The call of the warm-up failed.", e);
        }
        return processor.status;
    }

    private static final class Body implements InputBuffer {
        private final ByteBuffer unread;

        Body(byte[] body) {
            this.unread = ByteBuffer.wrap(body);
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) {
            int length = unread.remaining();
            if (length == 0) {
                return -1;
            }
            handler.setByteBuffer(unread.slice());
            unread.position(unread.limit());
            return length;
        }

        @Override
        public int available() {
            return unread.remaining();
        }
    }

    /** Takes the answer and forgets it. */
    private static final class Answer implements OutputBuffer {
        private long written;

        @Override
        public int doWrite(ByteBuffer part) {
            int length = part.remaining();
            part.position(part.limit());
            written += length;
            return length;
        }

        @Override
        public long getBytesWritten() {
            return written;
        }
    }

    /** Has no connection to do anything with. */
    private static final class Processor extends AbstractProcessor {
        private static final Log log = LogFactory.getLog(Processor.class);

        private int status;

        Processor(Adapter adapter, Request request, Response response) {
            super(adapter, request, response);
        }

        @Override
        protected void prepareResponse() {
            status = response.getStatus();
        }

        @Override
        protected void finishResponse() {}

        @Override
        protected void ack(ContinueResponseTiming timing) {}

        @Override
        protected void earlyHints() {}

        @Override
        protected void flush() {}

        @Override
        protected int available(boolean doRead) {
            return request.getInputBuffer().available();
        }

        @Override
        protected void setRequestBody(ByteChunk body) {}

        @Override
        protected void setSwallowResponse() {}

        @Override
        protected void disableSwallowRequest() {}

        @Override
        protected boolean isRequestBodyFullyRead() {
            return request.getInputBuffer().available() == 0;
        }

        @Override
        protected void registerReadInterest() {}

        @Override
        protected boolean isReadyForWrite() {
            return true;
        }

        @Override
        protected boolean isTrailerFieldsReady() {
            return true;
        }

        @Override
        protected @Nullable ServletConnection getServletConnection() {
            return null;
        }

        @Override
        protected boolean flushBufferedWrite() {
            return false;
        }

        @Override
        protected SocketState dispatchEndRequest() {
            return SocketState.CLOSED;
        }

        @Override
        protected SocketState service(SocketWrapperBase<?> socket) {
            return SocketState.CLOSED;
        }

        @Override
        public void recycle() {}

        @Override
        public void pause() {}

        @Override
        protected Log getLog() {
            return log;
        }
    }
}
