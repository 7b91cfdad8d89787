package org.calcinosiscds.population;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.calcinosiscds.assess.PatientAnswer;
import org.calcinosiscds.assess.PatientAssessments;
import org.calcinosiscds.population.PatientGroup.Place;
import org.jspecify.annotations.Nullable;

/** Assesses the patients of a part of the sorted lines, one after the other. */
record ResultRows(Options options, SharedRules rules) implements MapPartitionsFunction<Row, Row> {
    /** A row for each patient, whether or not the patient could be assessed. */
    static final String PATIENT = "patient";

    /** A row for each line of a patient who was not sent. */
    static final String UNKNOWN = "unknown";

    /** A row for each line that is used and that others may use, too: a shared one, or one of several patients. */
    static final String USED = "used";

    private static final String TOO_SLOW = "too-slow";

    static final StructType SCHEMA = new StructType()
            .add("record", DataTypes.StringType)
            .add("patient", DataTypes.StringType)
            .add("rules", DataTypes.createArrayType(DataTypes.StringType))
            .add("since", DataTypes.createArrayType(DataTypes.DateType))
            .add("urgency", DataTypes.StringType)
            .add("problems", DataTypes.createArrayType(DataTypes.StringType))
            .add("product", DataTypes.createDecimalType(20, 8))
            .add("corrected_product", DataTypes.createDecimalType(20, 8))
            .add("unit", DataTypes.StringType)
            .add("tier", DataTypes.StringType)
            .add("flags", DataTypes.createArrayType(DataTypes.StringType))
            .add("reason", DataTypes.StringType)
            .add("calcium_date", DataTypes.DateType)
            .add("phosphate_date", DataTypes.DateType)
            .add("age", DataTypes.IntegerType)
            .add("sex", DataTypes.StringType)
            .add("resources", DataTypes.IntegerType)
            .add("left_out", DataTypes.IntegerType)
            .add("error", DataTypes.StringType)
            .add("answer", DataTypes.StringType)
            .add("rules_after", DataTypes.createArrayType(DataTypes.StringType))
            .add("urgency_after", DataTypes.StringType)
            .add("tier_after", DataTypes.StringType)
            .add("error_after", DataTypes.StringType)
            // Of a patient in the sample whether the answer is the same with all resources.
            .add("same_with_all", DataTypes.BooleanType)
            .add("own_lines", DataTypes.IntegerType)
            .add("file", DataTypes.IntegerType)
            .add("chunk", DataTypes.IntegerType)
            .add("line", DataTypes.LongType)
            .add("kind", DataTypes.StringType)
            .add("type", DataTypes.StringType)
            .add("owners", DataTypes.IntegerType);

    /** @param sorted rows of {@link SortedLines}, in the order of the patients */
    @Override
    public Iterator<Row> call(Iterator<Row> sorted) {
        return new Results(sorted, rules.assessments(), rules.comparedAssessments(), options);
    }

    private static final class Results implements Iterator<Row> {
        private final Iterator<Row> sorted;
        private final PatientAssessments assessments;
        private final @Nullable PatientAssessments compared;
        private final Options options;
        private final Queue<Row> ready = new ArrayDeque<>();
        private @Nullable Row next;

        Results(
                Iterator<Row> sorted,
                PatientAssessments assessments,
                @Nullable PatientAssessments compared,
                Options options) {
            this.sorted = sorted;
            this.assessments = assessments;
            this.compared = compared;
            this.options = options;
            this.next = sorted.hasNext() ? sorted.next() : null;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && next != null) {
                group(next);
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

        private void group(Row first) {
            PatientGroup group = new PatientGroup(first.getAs("patient"), options.maxResources());
            Row row = first;
            while (row != null && group.patient().equals(row.getAs("patient"))) {
                group.add(row);
                row = sorted.hasNext() ? sorted.next() : null;
            }
            next = row;
            answer(group);
        }

        private void answer(PatientGroup group) {
            Place ofPatient = group.ofPatient();
            if (ofPatient == null) {
                group.places().stream()
                        .filter(place -> place.owners() > 0)
                        .forEach(place -> ready.add(row(UNKNOWN, place)));
                return;
            }
            group.places().stream().filter(place -> place.owners() != 1).forEach(place -> ready.add(row(USED, place)));
            PatientAnswer answer = answer(group, assessments, options.asFhir());
            // Without another content nothing differs.
            PatientAnswer after = compared == null ? answer : answer(group, compared, PatientAnswer.AsFhir.NONE);
            int own = (int)
                    group.places().stream().filter(place -> place.owners() == 1).count();
            ready.add(row(group, ofPatient, answer, after, isSameWithAll(group), own));
            AssessedPatients.add();
        }

        /** Null when the patient is not in the sample. */
        private @Nullable Boolean isSameWithAll(PatientGroup group) {
            return group.isSampled()
                    ? isSameWithAll(group, assessments) && (compared == null || isSameWithAll(group, compared))
                    : null;
        }

        private static boolean isSameWithAll(PatientGroup group, PatientAssessments assessments) {
            PatientAnswer filtered = assessments.assess(group.patient(), group.texts(), PatientAnswer.AsFhir.ALL);
            PatientAnswer all = assessments.assess(group.patient(), group.allTexts(), PatientAnswer.AsFhir.ALL);
            // How long an evaluation takes is no matter of the filter.
            return TOO_SLOW.equals(filtered.error()) || TOO_SLOW.equals(all.error()) || filtered.isSameAs(all);
        }

        private static PatientAnswer answer(
                PatientGroup group, PatientAssessments assessments, PatientAnswer.AsFhir asFhir) {
            return group.isTooMany()
                    ? PatientAnswer.failed("too-many")
                    : assessments.assess(group.patient(), group.texts(), asFhir);
        }

        private static Row row(
                PatientGroup group,
                Place ofPatient,
                PatientAnswer answer,
                PatientAnswer after,
                @Nullable Boolean isSameWithAll,
                int own) {
            return RowFactory.create(
                    PATIENT,
                    answer.id() == null ? group.patient() : answer.id(),
                    answer.rules().toArray(),
                    answer.since().toArray(),
                    answer.urgency(),
                    answer.problems().toArray(),
                    answer.product(),
                    answer.corrected(),
                    answer.unit(),
                    answer.tier(),
                    answer.flags().toArray(),
                    answer.reason(),
                    answer.calcium(),
                    answer.phosphate(),
                    answer.age(),
                    answer.sex(),
                    group.places().size(),
                    answer.leftOut(),
                    answer.error(),
                    answer.answer(),
                    after.rules().toArray(),
                    after.urgency(),
                    after.tier(),
                    after.error(),
                    isSameWithAll,
                    own,
                    ofPatient.file(),
                    ofPatient.chunk(),
                    ofPatient.line(),
                    ofPatient.kind(),
                    ofPatient.type(),
                    ofPatient.owners());
        }

        private static Row row(String record, Place place) {
            return RowFactory.create(
                    record,
                    null,
                    new Object[0],
                    new Object[0],
                    null,
                    new Object[0],
                    null,
                    null,
                    null,
                    null,
                    new Object[0],
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new Object[0],
                    null,
                    null,
                    null,
                    null,
                    null,
                    place.file(),
                    place.chunk(),
                    place.line(),
                    place.kind(),
                    place.type(),
                    place.owners());
        }
    }
}
