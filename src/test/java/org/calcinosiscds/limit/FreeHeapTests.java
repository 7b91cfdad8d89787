package org.calcinosiscds.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeHeapTests {
    private static final long MEGABYTE = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"1024, 824", "512, 312", "256, 56", "128, 16"})
    void requestsHaveWhatTheServiceDoesNotNeed(long heap, long free) {
        assertThat(FreeHeap.ofHeap(heap * MEGABYTE)).isEqualTo(free * MEGABYTE);
    }
}
