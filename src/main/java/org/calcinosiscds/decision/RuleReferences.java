package org.calcinosiscds.decision;

import java.util.Map;

/** @param byId every rule, by its id, in the order of the ids */
public record RuleReferences(Map<String, RuleReference> byId) {}
