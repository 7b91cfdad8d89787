package org.calcinosiscds.outcome;

/** Refuses a setting whose value is out of range. The message names the setting and never its value, which may be a secret by mistake. */
public final class SettingRange {
    private SettingRange() {}

    /**
     * @param setting its whole name, such as {@code calcinosis.fetch.pages}
     * @param expected what follows the name in the message, such as "must be 1 or more"
     * @throws IllegalArgumentException when it is not in range
     */
    public static void require(boolean isInRange, String setting, String expected) {
        if (!isInRange) {
            throw new IllegalArgumentException("Setting " + setting + " " + expected + ".");
        }
    }

    public static void requirePositive(long value, String setting) {
        require(value >= 1, setting, "must be 1 or more");
    }
}
