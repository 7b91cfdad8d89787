package org.calcinosiscds.feedback;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.calcinosiscds.store.Store;

/** What clinicians wrote when they overrode a card. It is free text: it may name a patient, so it goes nowhere but to the operator. */
public final class Comments {
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private Comments() {}

    /** @param rules on the card, separated by a blank; empty when the card was not noted */
    public record Comment(String happened, String rules, String reason, String comment) {}

    public static List<Comment> of(Store store, Instant from, Instant to) {
        return store.read(
                BUDGET,
                jdbc -> jdbc.sql("""
                        select f.happened, c.rules, f.reason, f.comment
                        from feedback f left join card c on c.uuid = f.card and c.issuer = f.issuer
                        where f.happened >= :from and f.happened < :to and f.comment is not null
                        order by f.happened, f.card""")
                        .param("from", from.toEpochMilli())
                        .param("to", to.toEpochMilli())
                        .query((row, number) -> new Comment(
                                Instant.ofEpochMilli(row.getLong("happened")).toString(),
                                Objects.requireNonNullElse(row.getString("rules"), ""),
                                Objects.requireNonNullElse(row.getString("reason"), "none"),
                                Objects.requireNonNullElse(row.getString("comment"), "")))
                        .list());
    }
}
