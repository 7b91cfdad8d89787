package org.calcinosiscds.outcome;

/** An exception whose message never holds patient data, so that it may stand in the log. */
public interface SafeMessage {}
