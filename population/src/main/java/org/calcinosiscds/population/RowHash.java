package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The hash of rows in the order of the patients: the same for the same answers, in whatever files and by however many tasks. */
final class RowHash {
    private RowHash() {}

    /** @param patients with the columns of the table of patients and the answer @return SHA-256 as hexadecimal digits */
    static String of(Dataset<Row> patients) {
        Column[] columns = Arrays.stream(Batches.COLUMNS).map(name -> col(name)).toArray(Column[]::new);
        Iterator<Row> rows = patients.select(
                        col("patient"),
                        sha2(to_json(struct(columns)), 256).as("row"),
                        sha2(col("answer"), 256).as("fhir"))
                .orderBy("patient")
                .toLocalIterator();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            while (rows.hasNext()) {
                Row row = rows.next();
                digest.update((row.getString(1) + ' ' + row.getString(2) + '\n').getBytes(StandardCharsets.US_ASCII));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
