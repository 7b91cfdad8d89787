package org.calcinosiscds.outcome;

/** HTTP status codes of requests that are refused. */
public enum Status {
    BAD_REQUEST(400),
    FORBIDDEN(403),
    NOT_FOUND(404),
    NOT_ACCEPTABLE(406),
    REQUEST_TIMEOUT(408),
    CONFLICT(409),
    PRECONDITION_FAILED(412),
    CONTENT_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    UNPROCESSABLE_CONTENT(422),
    SERVICE_UNAVAILABLE(503);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** The number, such as 404. */
    public int code() {
        return code;
    }
}
