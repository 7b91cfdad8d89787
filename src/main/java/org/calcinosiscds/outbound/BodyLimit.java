package org.calcinosiscds.outbound;

/** Sees the body of an answer while it is received, and may end that. */
@FunctionalInterface
public interface BodyLimit {
    BodyLimit NONE = (buffer, offset, length) -> {};

    /**
     * @param length of the next piece, which stands in the buffer at the offset
     * @throws RemoteCallException to receive no more
     */
    void received(byte[] buffer, int offset, int length) throws RemoteCallException;
}
