package org.calcinosiscds.cdshooks;

import org.calcinosiscds.store.TestDatabase;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

class PostgresqlFeedbackIT extends FeedbackContract {
    private static final String URL = TestDatabase.POSTGRESQL.freshUrl();

    @DynamicPropertySource
    static void store(DynamicPropertyRegistry properties) {
        properties.add("calcinosis.store.url", () -> URL);
    }
}
