package org.calcinosiscds.startup;

import org.jspecify.annotations.Nullable;

/** The service must not start as it is set up. The message says what is wrong and where; it holds no secret. */
public final class StartRefusedException extends RuntimeException {
    private final String remedy;

    /**
     * @param problem one sentence that names the setting
     * @param remedy one sentence that says what to do
     */
    public StartRefusedException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    public StartRefusedException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
