package org.calcinosiscds.fhirclient;

import org.calcinosiscds.outbound.BodyLimit;
import org.calcinosiscds.outbound.RemoteCallException;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.time.Deadline;

/** Time and memory that one call may use to fetch. The call closes it when it needs nothing any more of what was fetched. */
public final class FetchBudget implements AutoCloseable, BodyLimit {
    private final FetchMemory memory;
    private final String client;
    private final Deadline deadline;
    private long taken;
    private boolean isClosed;

    /**
     * @param client issuer of the client
     * @param deadline by which what is fetched must be there
     */
    public FetchBudget(FetchMemory memory, String client, Deadline deadline) {
        this.memory = memory;
        this.client = client;
        this.deadline = deadline;
    }

    public Deadline deadline() {
        return deadline;
    }

    /** A query that goes on after its call has ended gets nothing. */
    @Override
    public synchronized void received(byte[] buffer, int offset, int length) throws RemoteCallException {
        long more = FetchMemory.estimate(buffer, offset, length);
        if (isClosed || !memory.enter(client, more)) {
            throw new RemoteCallException(Problem.MEMORY);
        }
        taken += more;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        memory.leave(client, taken);
        taken = 0;
    }
}
