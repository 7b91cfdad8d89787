package org.calcinosiscds.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A file that may not grow stands for a disk that is full: SQLite says the same of both. */
class DiskFullIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void whatWasAcknowledgedStaysAndWritingGoesOnOnceThereIsRoom() throws Exception {
        try (Store store =
                new Store(TestDatabase.settings(TestDatabase.SQLITE.freshUrl() + "?max_page_count=60")).open()) {
            int acknowledged = fill(store);

            assertThat(acknowledged).isPositive();
            assertThat(store.isHealthy()).isFalse();
            assertThat(new StoreHealth(store).health().getStatus().getCode()).isEqualTo("DOWN");
            assertThat(tokens(store)).isEqualTo(acknowledged);

            rest();
            store.write(PATIENCE, jdbc -> jdbc.sql("delete from jti_seen").update());
            insert(store);

            assertThat(tokens(store)).isEqualTo(1);
            assertThat(store.isHealthy()).isTrue();
        }
    }

    private static int fill(Store store) {
        int[] acknowledged = {0};
        assertThatThrownBy(() -> {
                    while (true) {
                        insert(store);
                        acknowledged[0]++;
                    }
                })
                .isInstanceOf(StoreUnavailableException.class);
        return acknowledged[0];
    }

    private static void insert(Store store) {
        String jti = UUID.randomUUID().toString().repeat(20);
        store.write(
                PATIENCE,
                jdbc -> jdbc.sql("insert into jti_seen (issuer, jti, expires) values ('', :jti, 0)")
                        .param("jti", jti)
                        .update());
    }

    private static int tokens(Store store) {
        return store.read(
                PATIENCE,
                jdbc -> jdbc.sql("select count(*) from jti_seen")
                        .query(Integer.class)
                        .single());
    }

    /** A lane that failed does nothing for a second. */
    private static void rest() throws InterruptedException {
        Thread.sleep(1100);
    }
}
