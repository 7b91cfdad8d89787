package org.calcinosiscds.population;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.calcinosiscds.assess.DeletedResources;
import org.calcinosiscds.assess.PatientAssessments;
import org.calcinosiscds.assess.PatientLine;
import org.jspecify.annotations.Nullable;

/** Reads a part of a file: a row for each line and each patient whose it is, and at the end one with the number of lines. */
record LineRows(SharedRules rules, Strict strict) implements FlatMapFunction<Chunk, Row> {
    /** Kind of the row at the end of a part. */
    static final String COUNT = "COUNT";

    /** Kind of the row of a line that says what was deleted: Patients in {@code identifiers}, other resources in {@code references}. */
    static final String DELETED = "DELETED";

    static final StructType SCHEMA = new StructType()
            .add("file", DataTypes.IntegerType)
            .add("chunk", DataTypes.IntegerType)
            .add("line", DataTypes.LongType)
            .add("kind", DataTypes.StringType)
            .add("type", DataTypes.StringType)
            .add("patient", DataTypes.StringType)
            .add("owners", DataTypes.IntegerType)
            .add("identifiers", DataTypes.createArrayType(DataTypes.StringType))
            .add("self", DataTypes.StringType)
            .add("references", DataTypes.createArrayType(DataTypes.StringType))
            // What rules may read of the line; null where that is nothing.
            .add("text", DataTypes.BinaryType)
            // The line, where they may read less.
            .add("whole", DataTypes.BinaryType)
            .add("reason", DataTypes.StringType)
            .add("read", DataTypes.LongType);

    @Override
    public Iterator<Row> call(Chunk chunk) throws IOException {
        return new Rows(chunk, rules.assessments(), rules.comparedAssessments(), strict);
    }

    private static final class Rows implements Iterator<Row> {
        private final Chunk chunk;
        private final PatientAssessments assessments;
        private final @Nullable PatientAssessments compared;
        private final Strict strict;
        private final ChunkLines lines;
        private final Queue<Row> ready = new ArrayDeque<>();
        private long read;
        private boolean isAtEnd;

        Rows(Chunk chunk, PatientAssessments assessments, @Nullable PatientAssessments compared, Strict strict)
                throws IOException {
            this.strict = strict;
            this.chunk = chunk;
            this.assessments = assessments;
            this.compared = compared;
            this.lines = new ChunkLines(chunk);
        }

        @Override
        public boolean hasNext() {
            try {
                while (ready.isEmpty() && !isAtEnd) {
                    advance();
                }
            } catch (IOException e) {
                throw new UnreadableInputException(chunk.file().path(), lines.number() + 1);
            }
            return !ready.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private void advance() throws IOException {
            byte[] text = lines.next();
            if (text == null) {
                isAtEnd = true;
                ready.add(row(lines.number(), COUNT, null, null, 0, List.of(), "", List.of(), null, null, null, read));
                lines.close();
                return;
            }
            if (ChunkLines.isBlank(text)) {
                return;
            }
            read++;
            if (lines.isTooLong()) {
                ready.add(row(PatientLine.Kind.REFUSED, null, "too-long"));
                return;
            }
            if (chunk.file().isOfDeletions()) {
                ready.add(row(assessments.deleted(text)));
                return;
            }
            PatientLine line = line(text);
            if (line.patients().isEmpty()) {
                boolean isShared = line.kind() == PatientLine.Kind.SHARED;
                ready.add(row(
                        lines.number(),
                        line.kind().name(),
                        line.type(),
                        null,
                        0,
                        List.of(),
                        line.self(),
                        List.of(),
                        isShared ? text : null,
                        null,
                        line.reason(),
                        null));
                return;
            }
            boolean isUnread = line.kind() == PatientLine.Kind.UNREAD;
            byte[] read = isUnread ? null : line.part() == null ? text : line.part();
            for (String patient : line.patients()) {
                ready.add(row(
                        lines.number(),
                        line.kind().name(),
                        line.type(),
                        patient,
                        line.patients().size(),
                        line.identifiers(),
                        line.self(),
                        line.references(),
                        read,
                        read == text ? null : text,
                        null,
                        null));
            }
        }

        /** What rules of neither content read is not read. */
        private PatientLine line(byte[] text) {
            if (strict == Strict.READ) {
                return assessments.lineForRules(text, compared);
            }
            PatientLine line = assessments.line(text);
            return line.kind() == PatientLine.Kind.UNREAD && compared != null ? compared.line(text) : line;
        }

        private Row row(DeletedResources deleted) {
            return deleted.reason() != null
                    ? row(PatientLine.Kind.REFUSED, null, deleted.reason())
                    : row(
                            lines.number(),
                            DELETED,
                            null,
                            null,
                            0,
                            deleted.patients(),
                            "",
                            deleted.others(),
                            null,
                            null,
                            null,
                            null);
        }

        private Row row(PatientLine.Kind kind, @Nullable String type, String reason) {
            return row(lines.number(), kind.name(), type, null, 0, List.of(), "", List.of(), null, null, reason, null);
        }

        private Row row(
                long number,
                String kind,
                @Nullable String type,
                @Nullable String patient,
                int owners,
                List<String> identifiers,
                String self,
                List<String> references,
                byte @Nullable [] text,
                byte @Nullable [] whole,
                @Nullable String reason,
                @Nullable Long read) {
            return RowFactory.create(
                    chunk.file().number(),
                    chunk.number(),
                    number,
                    kind,
                    type,
                    patient,
                    owners,
                    identifiers.toArray(),
                    self,
                    references.toArray(),
                    text,
                    whole,
                    reason,
                    read);
        }
    }
}
