package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.calcinosiscds.assess.PatientLine.Kind;

/** How resources lie in the files. An export that lies otherwise is refused: it is not the one that was meant. */
enum Layout {
    /** Anything. */
    AUTO("anything"),
    /** Resources of one type in each file. */
    TYPES("resources of one type in each file"),
    /** Bundles alone, one in each line or in each file. */
    BUNDLES("Bundles alone"),
    /** Resources of any types beside each other. */
    MIXED("resources that are not in Bundles");

    private final String expected;

    Layout(String expected) {
        this.expected = expected;
    }

    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Layout> of(String option) {
        return Arrays.stream(values())
                .filter(each -> each.option().equals(option))
                .findFirst();
    }

    static String options() {
        return Arrays.stream(values()).map(Layout::option).collect(Collectors.joining(", "));
    }

    /** @throws LayoutException naming the first line that lies otherwise; one that is not understood is passed over */
    void require(Lines lines) {
        if (this == AUTO) {
            return;
        }
        Dataset<Row> understood =
                lines.rows().where(col("type").isNotNull().and(col("kind").notEqual(Kind.REFUSED.name())));
        Column isBundle = col("kind").equalTo(Kind.BUNDLE.name());
        Dataset<Row> others = switch (this) {
            case TYPES -> otherTypes(understood, isBundle);
            case BUNDLES -> understood.where(not(isBundle));
            default -> understood.where(isBundle);
        };
        List<Row> first = others.join(lines.places(), new String[] {"file", "chunk"}, "inner")
                .orderBy("file", "chunk", "line")
                .select(col("path"), col("base").plus(col("line")), col("type"))
                .limit(1)
                .collectAsList();
        if (!first.isEmpty()) {
            Row row = first.get(0);
            throw new LayoutException("--layout " + option() + " expects " + expected + ", and line " + row.getLong(1)
                    + " of " + row.getString(0) + " holds " + row.getString(2) + ".");
        }
    }

    private static Dataset<Row> otherTypes(Dataset<Row> understood, Column isBundle) {
        Dataset<Row> firsts = understood
                .groupBy("file")
                .agg(min_by(col("type"), struct("chunk", "line")).as("first"));
        return understood
                .join(firsts, "file")
                .where(isBundle.or(col("type").notEqual(col("first"))))
                .drop("first");
    }
}
