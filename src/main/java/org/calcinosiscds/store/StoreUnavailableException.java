package org.calcinosiscds.store;

/** The database did not do in time what was asked of it; the caller may try again shortly. What was written may have been kept. */
public final class StoreUnavailableException extends RuntimeException {
    /** @param reason in our own words: messages of drivers may quote values, so there is never a cause */
    public StoreUnavailableException(String reason) {
        super(reason);
    }
}
