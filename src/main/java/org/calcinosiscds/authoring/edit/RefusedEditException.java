package org.calcinosiscds.authoring.edit;

/** An edit that would not fit the content: a name that is taken, or one that does not exist. Nothing was written. */
public final class RefusedEditException extends RuntimeException {
    RefusedEditException(String reason) {
        super(reason);
    }
}
