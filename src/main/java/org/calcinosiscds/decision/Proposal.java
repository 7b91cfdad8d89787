package org.calcinosiscds.decision;

import java.util.List;
import org.calcinosiscds.fhir.DraftOrder;

/**
 * A group of drafts a clinician accepts with one click.
 *
 * @param label what accepting it does, in plain words
 * @param orders at least one
 */
public record Proposal(String label, List<DraftOrder> orders) {}
