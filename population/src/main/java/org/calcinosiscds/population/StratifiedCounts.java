package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How many patients there are by age band and by sex, and for how many of them each rule is true. */
final class StratifiedCounts {
    static final String AGE = "age";
    static final String SEX = "sex";
    /** In the order of the Measure. */
    static final List<String> STRATIFIERS = List.of(AGE, SEX);

    static final String INITIAL = "initial-population";
    static final String DENOMINATOR = "denominator";
    static final String NUMERATOR = "numerator";
    static final List<String> POPULATIONS = List.of(INITIAL, DENOMINATOR, NUMERATOR);

    /** Patients by population, rule (empty for all), stratifier and stratum. */
    private final Map<List<String>, Long> counts = new HashMap<>();

    private final Map<String, TreeSet<String>> strata = new TreeMap<>();

    StratifiedCounts() {}

    /** @param patients rows of {@link ResultRows} about patients */
    static StratifiedCounts of(Dataset<Row> patients) {
        StratifiedCounts counts = new StratifiedCounts();
        Dataset<Row> assessed = patients.where(col("error").isNull());
        counts.add(INITIAL, patients.withColumn("rule", lit("")));
        counts.add(DENOMINATOR, assessed.withColumn("rule", lit("")));
        counts.add(NUMERATOR, assessed.withColumn("rule", explode(col("rules"))));
        return counts;
    }

    private void add(String population, Dataset<Row> patients) {
        Column sex = coalesce(col("sex"), lit(Summary.UNKNOWN));
        patients.groupBy(col("rule"), Summary.age().as("band"), sex.as("sexes"))
                .count()
                .collectAsList()
                .forEach(row -> {
                    add(population, row.getString(0), AGE, row.getString(1), row.getLong(3));
                    add(population, row.getString(0), SEX, row.getString(2), row.getLong(3));
                });
    }

    /** Adds patients of a stratum. @param rule empty for all patients */
    void add(String population, String rule, String stratifier, String stratum, long number) {
        strata.computeIfAbsent(stratifier, name -> new TreeSet<>()).add(stratum);
        counts.merge(List.of(population, rule, stratifier, stratum), number, Long::sum);
    }

    /** By stratum and population. */
    Map<String, Map<String, Long>> of(String rule, String stratifier) {
        Map<String, Map<String, Long>> byStratum = new TreeMap<>();
        for (String stratum : strata.getOrDefault(stratifier, new TreeSet<>())) {
            Map<String, Long> numbers = new TreeMap<>();
            for (String population : POPULATIONS) {
                String of = population.equals(NUMERATOR) ? rule : "";
                numbers.put(population, counts.getOrDefault(List.of(population, of, stratifier, stratum), 0L));
            }
            byStratum.put(stratum, numbers);
        }
        return byStratum;
    }

    /** By population. */
    Map<String, Long> of(String rule) {
        Map<String, Long> whole = new TreeMap<>();
        of(rule, SEX).values().forEach(part -> part.forEach((name, number) -> whole.merge(name, number, Long::sum)));
        return whole;
    }
}
