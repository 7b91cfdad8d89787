package org.calcinosiscds.feedback;

import static org.calcinosiscds.outcome.SettingRange.require;
import static org.calcinosiscds.outcome.SettingRange.requirePositive;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What feedback is taken.
 *
 * @param key secret of 32 characters or more behind card ids and patient hashes; empty for one that is made and kept in the store
 * @param body bytes of one call
 * @param items items of one call
 * @param comment characters of a comment
 * @param maxAge how long after a card was given feedback on it is taken
 * @param maxWait how long a call waits for the store before it is answered 503
 */
@ConfigurationProperties("calcinosis.feedback")
public record FeedbackSettings(
        @DefaultValue("") String key,
        @DefaultValue("256KB") DataSize body,
        @DefaultValue("100") int items,
        @DefaultValue("4096") int comment,
        @DefaultValue("90d") Duration maxAge,
        @DefaultValue("2s") Duration maxWait) {

    public FeedbackSettings {
        require(key.isEmpty() || key.length() >= 32, "calcinosis.feedback.key", "must have 32 characters or more");
        requirePositive(body.toBytes(), "calcinosis.feedback.body");
        requirePositive(items, "calcinosis.feedback.items");
        require(comment >= 0, "calcinosis.feedback.comment", "must not be negative");
        require(
                maxAge.toDays() >= 1 && maxAge.toDays() <= 366,
                "calcinosis.feedback.max-age",
                "must be from 1 to 366 days");
        require(!maxWait.isNegative(), "calcinosis.feedback.max-wait", "must not be negative");
    }

    /** Without the key, so that it may end up in a log. */
    @Override
    public String toString() {
        return "FeedbackSettings";
    }
}
