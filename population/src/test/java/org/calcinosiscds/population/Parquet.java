package org.calcinosiscds.population;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads tables with Parquet's own library. */
final class Parquet {
    private Parquet() {}

    /** The rows of all files of a folder, in the order of the names of the files. */
    static List<Group> rows(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> inside = Files.list(folder)) {
            files = inside.sorted().toList();
        }
        List<Group> rows = new ArrayList<>();
        for (Path file : files) {
            Configuration plain = new Configuration();
            try (ParquetReader<Group> reader = ParquetReader.builder(
                            new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                    .withConf(plain)
                    .build()) {
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** The text in a column; empty where there is none. */
    static String text(Group row, String column) {
        return row.getFieldRepetitionCount(column) == 0
                ? ""
                : row.getValueToString(row.getType().getFieldIndex(column), 0);
    }

    /** The texts of a column that holds a list. */
    static List<String> texts(Group row, String column) {
        List<String> texts = new ArrayList<>();
        Group list = row.getGroup(column, 0);
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            texts.add(list.getGroup(0, i).getString(0, 0));
        }
        return texts;
    }
}
