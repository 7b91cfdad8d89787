package org.calcinosiscds.cql;

/**
 * The CQL libraries that Java reads by name, for the pages of rules and the checks for authors. No other library of the content is named in
 * Java: a PlanDefinition names those that its evaluation needs.
 */
public final class ContentLibraries {
    /** Merges rules into cards: list {@code "Problems"} and function {@code "Merged"}. */
    public static final String CARD_MERGING = "CardMerging";

    /** The sources of cards: list {@code "Sources"}. */
    public static final String CARD_SOURCES = "CardSources";

    /** Words of sentences: function {@code "Figure"} writes a threshold as text. */
    public static final String CARD_WORDS = "CardWords";

    /** Text blocks: list {@code "Claims"} and function {@code "Text"}. */
    public static final String MANAGEMENT_TEXT = "ManagementText";

    /** The orders that rules propose. */
    public static final String ORDERABLES = "Orderables";

    private ContentLibraries() {}
}
