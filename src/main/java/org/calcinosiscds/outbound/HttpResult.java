package org.calcinosiscds.outbound;

import org.jspecify.annotations.Nullable;

/**
 * What a server answered to one request.
 *
 * @param status of HTTP
 * @param contentType header as it came; null when there was none
 * @param body of 200; of another status what explains it, empty when that is compressed or long
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record HttpResult(int status, @Nullable String contentType, byte[] body) {
    public static final int OK = 200;

    /** @throws RemoteCallException when the status is another than 200 */
    byte[] bodyOfOk() throws RemoteCallException {
        if (status != OK) {
            throw new RemoteCallException(problem());
        }
        return body;
    }

    /** Whether the status is a success. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** What a status that is no success means. */
    public RemoteCallException.Problem problem() {
        if (status >= 500 || status == 429) {
            return RemoteCallException.Problem.FAILED;
        }
        return status >= 300 && status < 400
                ? RemoteCallException.Problem.REDIRECT
                : RemoteCallException.Problem.STATUS;
    }

    @Override
    public String toString() {
        return "Answer of status " + status;
    }
}
