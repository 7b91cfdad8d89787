package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Patients who are also assessed with the resources that no rule reads, to find out whether their answers are the same: one of a thousand
 * and at least a hundred, always the same of one population.
 *
 * @param limit highest hash of the key of a patient in the sample
 */
record Sample(long limit) {
    private static final int AT_LEAST = 100;
    private static final int ONE_OF = 1000;

    /** Nobody, where every line is kept. */
    static final Sample NOBODY = new Sample(Long.MIN_VALUE);

    /** @param patients keys of all who are to be assessed */
    static Sample of(Dataset<Row> patients) {
        Dataset<Row> hashes = patients.select(xxhash64(col("patient")).as("hash"));
        int number = (int) Math.max(AT_LEAST, hashes.count() / ONE_OF);
        List<Row> lowest = hashes.orderBy("hash").limit(number).collectAsList();
        return lowest.isEmpty()
                ? NOBODY
                : new Sample(lowest.get(lowest.size() - 1).getLong(0));
    }

    /**
     * @param batch what the journal says of a batch
     * @throws IllegalStateException when a patient of the sample has another answer with all resources
     */
    static void requireSame(JsonNode batch) {
        if (batch.path("differing").asLong() > 0) {
            throw new IllegalStateException(
                    "Of %d patients in the sample, %d have another answer with the resources that no rule reads. That is a defect of the filter; --strict all works without it."
                            .formatted(
                                    batch.path("sampled").asLong(),
                                    batch.path("differing").asLong()));
        }
    }

    /** @param patient key of a patient */
    Column has(Column patient) {
        return equals(NOBODY) ? lit(false) : xxhash64(patient).leq(limit);
    }
}
