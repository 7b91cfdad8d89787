package org.calcinosiscds.oracle;

import java.time.Duration;

/** A calcium and a phosphate that may belong together. */
record Pair(Judged calcium, Judged phosphate) {
    Duration gap() {
        return Duration.between(calcium.moment(), phosphate.moment()).abs();
    }
}
