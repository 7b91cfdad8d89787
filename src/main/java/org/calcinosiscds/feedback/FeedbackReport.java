package org.calcinosiscds.feedback;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.store.Store;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How often clinicians followed each rule, of the cards given in a period.
 *
 * @param unattributed feedback of the period whose card was not noted, so that its rules are not known
 */
public record FeedbackReport(String from, String to, List<Rule> rules, long unattributed) {
    private static final Duration BUDGET = Duration.ofSeconds(2);

    /**
     * One rule. A card with several rules counts for each of them.
     *
     * @param shown cards it was on
     * @param accepted of those, how many had a suggestion accepted
     * @param overridden of those, how many were overridden
     * @param unanswered of those, how many had no answer
     * @param acceptanceRate of the cards shown, 0 to 1
     * @param overrideRate of the cards shown, 0 to 1
     */
    public record Rule(
            String rule,
            long shown,
            long accepted,
            long overridden,
            long unanswered,
            BigDecimal acceptanceRate,
            BigDecimal overrideRate,
            List<Reason> reasons) {}

    /**
     * One reason for overriding.
     *
     * @param reason its code; {@code none} when none was given
     * @param rate of the cards overridden, 0 to 1
     */
    public record Reason(String reason, long cards, BigDecimal rate) {}

    /**
     * @param from first instant of the period in which the cards were given
     * @param to first instant after it
     * @throws org.calcinosiscds.store.StoreUnavailableException when the store does not answer
     */
    public static FeedbackReport of(Store store, Instant from, Instant to) {
        return store.read(BUDGET, jdbc -> {
            Map<String, Tally> tallies = new TreeMap<>();
            count(
                    jdbc,
                    "select rules, 'shown' as event, count(*) as cards from card c",
                    "group by rules",
                    tallies,
                    from,
                    to);
            String answered = " from card c join feedback f on f.card = c.uuid and f.issuer = c.issuer";
            count(
                    jdbc,
                    "select c.rules, 'answered' as event, count(distinct f.card) as cards" + answered,
                    "group by c.rules",
                    tallies,
                    from,
                    to);
            count(
                    jdbc,
                    "select c.rules, f.outcome as event, count(distinct f.card) as cards" + answered,
                    "group by c.rules, f.outcome",
                    tallies,
                    from,
                    to);
            count(
                    jdbc,
                    "select c.rules, 'reason ' || coalesce(f.reason, 'none') as event, count(distinct f.card) as cards"
                            + answered,
                    "and f.outcome = 'overridden' group by c.rules, f.reason",
                    tallies,
                    from,
                    to);
            long unattributed = jdbc.sql("""
                            select count(*) from feedback f where f.happened >= :from and f.happened < :to
                            and not exists (select 1 from card c where c.uuid = f.card and c.issuer = f.issuer)""")
                    .param("from", from.toEpochMilli())
                    .param("to", to.toEpochMilli())
                    .query(Long.class)
                    .single();
            return new FeedbackReport(
                    from.toString(),
                    to.toString(),
                    tallies.entrySet().stream()
                            .map(each -> each.getValue().rule(each.getKey()))
                            .toList(),
                    unattributed);
        });
    }

    private static void count(
            JdbcClient jdbc, String select, String group, Map<String, Tally> tallies, Instant from, Instant to) {
        jdbc.sql(select + " where c.issued >= :from and c.issued < :to " + group)
                .param("from", from.toEpochMilli())
                .param("to", to.toEpochMilli())
                .query(row -> {
                    for (String rule : row.getString("rules").split(" ", -1)) {
                        tallies.computeIfAbsent(rule, name -> new Tally())
                                .add(row.getString("event"), row.getLong("cards"));
                    }
                });
    }

    /** Cards by what happened to them. */
    private static final class Tally {
        private static final String REASON = "reason ";

        private final Map<String, Long> cards = new TreeMap<>();

        void add(String event, long number) {
            cards.merge(event, number, Long::sum);
        }

        Rule rule(String id) {
            long shown = number("shown");
            long overridden = number("overridden");
            return new Rule(
                    id,
                    shown,
                    number("accepted"),
                    overridden,
                    shown - number("answered"),
                    rate(number("accepted"), shown),
                    rate(overridden, shown),
                    cards.entrySet().stream()
                            .filter(each -> each.getKey().startsWith(REASON))
                            .map(each -> new Reason(
                                    each.getKey().substring(REASON.length()),
                                    each.getValue(),
                                    rate(each.getValue(), overridden)))
                            .toList());
        }

        private long number(String event) {
            return cards.getOrDefault(event, 0L);
        }

        private static BigDecimal rate(long part, long whole) {
            return whole == 0
                    ? BigDecimal.ZERO.setScale(4)
                    : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
        }
    }
}
