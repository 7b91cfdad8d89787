package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SmallCountsTests {
    private final SmallCounts small = new SmallCounts(5);

    @Test
    void fewPeopleAreHiddenAndNobodyIsNot() {
        assertThat(small.isHidden(0)).isFalse();
        assertThat(small.isHidden(1)).isTrue();
        assertThat(small.isHidden(4)).isTrue();
        assertThat(small.isHidden(5)).isFalse();
        assertThat(new SmallCounts(0).isHidden(1)).isFalse();
    }

    /** One number alone could be told from the others and the whole. */
    @Test
    void onePartIsNotHiddenAlone() {
        assertThat(small.hidden(Map.of("a", 3L, "b", 9L, "c", 7L, "d", 0L))).containsExactly("a", "c");
        assertThat(small.hidden(Map.of("a", 3L, "b", 9L, "c", 2L))).containsExactly("a", "c");
        assertThat(small.hidden(Map.of("a", 3L, "d", 0L))).containsExactly("a");
        assertThat(small.hidden(Map.of("a", 5L, "b", 9L))).isEmpty();
    }
}
