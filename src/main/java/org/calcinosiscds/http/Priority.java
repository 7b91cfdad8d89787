package org.calcinosiscds.http;

import java.util.Locale;

/** How pressing a request is, from most to least. */
public enum Priority {
    ORDER_SIGN("order-sign", 100, 100),
    ORDER_SELECT("order-select", 90, 90),
    PATIENT_VIEW("patient-view", 80, 80),
    OTHER_HOOK("", 70, 70),
    FEEDBACK("", 100, 100),
    BUNDLE("", 100, 50);

    /** Name of the request attribute that holds the priority of what was let in. */
    public static final String ATTRIBUTE = "org.calcinosiscds.http.Priority";

    private final String hook;
    private final int percentOfCalls;
    private final int percentOfBytes;

    Priority(String hook, int percentOfCalls, int percentOfBytes) {
        this.hook = hook;
        this.percentOfCalls = percentOfCalls;
        this.percentOfBytes = percentOfBytes;
    }

    static Priority ofHook(String hook) {
        for (Priority priority : values()) {
            if (priority.hook.equals(hook) && !hook.isEmpty()) {
                return priority;
            }
        }
        return OTHER_HOOK;
    }

    /** Share of the capacity for its kind of call that it may use, in percent. */
    public int percentOfCalls() {
        return percentOfCalls;
    }

    /** Share of the memory for all bodies that it may use, in percent. */
    int percentOfBytes() {
        return percentOfBytes;
    }

    /** For metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
