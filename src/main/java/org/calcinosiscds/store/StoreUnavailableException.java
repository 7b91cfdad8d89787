package org.calcinosiscds.store;

/** The database did not respond before the timeout; the caller may try again shortly. A write may have succeeded. */
public final class StoreUnavailableException extends RuntimeException {
    /** @param reason in our own words: messages of drivers may quote values, so there is never a cause */
    public StoreUnavailableException(String reason) {
        super(reason);
    }
}
