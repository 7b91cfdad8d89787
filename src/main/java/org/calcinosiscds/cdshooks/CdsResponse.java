package org.calcinosiscds.cdshooks;

import java.util.List;

/** The response to a hook request. The array of cards is written even when it is empty. */
record CdsResponse(List<Card> cards) {}
