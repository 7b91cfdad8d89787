package org.calcinosiscds.http;

import java.util.Locale;

/** How pressing a request is, from most to least. */
enum Priority {
    ORDER_SIGN("order-sign", 100),
    ORDER_SELECT("order-select", 90),
    PATIENT_VIEW("patient-view", 80),
    OTHER_HOOK("", 70),
    FEEDBACK("", 100),
    BUNDLE("", 100);

    private final String hook;
    private final int percent;

    Priority(String hook, int percent) {
        this.hook = hook;
        this.percent = percent;
    }

    static Priority ofHook(String hook) {
        for (Priority priority : values()) {
            if (priority.hook.equals(hook) && !hook.isEmpty()) {
                return priority;
            }
        }
        return OTHER_HOOK;
    }

    /** How much of the room it may fill. */
    int share(int room) {
        return Math.max(1, room * percent / 100);
    }

    /** For metrics. */
    String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
