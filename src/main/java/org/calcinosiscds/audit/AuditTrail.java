package org.calcinosiscds.audit;

/** Takes AuditEvents. Nothing here fails a decision: what cannot be written is counted. */
interface AuditTrail extends AutoCloseable {
    /** @param event one line of JSON */
    void write(String event);

    /** How many were lost. */
    long lost();

    /** Whether the last event could not be written or delivered. */
    boolean isFailing();

    @Override
    void close();
}
