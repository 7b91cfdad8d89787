package org.calcinosiscds.cdshooks;

import java.util.List;

/** The answer to a hook call. No cards means that there is nothing to say, so the empty array is written. */
record CdsResponse(List<Card> cards) {}
