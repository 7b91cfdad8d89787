package org.calcinosiscds.cql;

import java.util.List;
import java.util.function.Function;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.decision.CalciumPhosphateProduct.Measurement;
import org.calcinosiscds.decision.Evidence;
import org.calcinosiscds.decision.Evidence.NewestResult;
import org.calcinosiscds.decision.Evidence.Trigger;
import org.calcinosiscds.decision.Evidence.UnrecognisedEntries;
import org.calcinosiscds.decision.ProductLimit;
import org.calcinosiscds.decision.ProductReport;
import org.calcinosiscds.decision.ReadResult;
import org.calcinosiscds.decision.ResultLimit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the evidence of cards and the report of the calcium-phosphate product from the tuples that the libraries {@code CardMerging} and
 * {@code ProductReport} return. Elements that no record has a component for are errors, because clients would never see them.
 */
final class EvidenceReader {
    private EvidenceReader() {}

    /** @throws org.calcinosiscds.decision.EvaluationException naming the element whose shape is wrong */
    static Evidence evidence(DefineValue value) {
        DefineValue evidence = value.elementsOf(Evidence.class);
        return new Evidence(
                evidence.element("rules").texts(),
                evidence.element("problem").text(),
                evidence.element("types").optionalTexts(),
                product(evidence.element("product")),
                newest(evidence.element("trend")),
                evidence.element("because").items().stream()
                        .map(EvidenceReader::trigger)
                        .toList(),
                unrecognised(evidence.element("unrecognised")),
                evidence.element("sources").texts(),
                evidence.element("notAvailable").optionalTexts());
    }

    /** @throws org.calcinosiscds.decision.EvaluationException naming the element whose shape is wrong */
    static ProductReport report(DefineValue value) {
        DefineValue report = value.elementsOf(ProductReport.class);
        return new ProductReport(
                product(report.element("product")),
                report.element("words").texts(),
                newest(report.element("trend")),
                read(report.element("limits"), ProductLimit.class, EvidenceReader::limit),
                read(report.element("resultLimits"), ResultLimit.class, EvidenceReader::resultLimit),
                read(report.element("results"), ReadResult.class, EvidenceReader::result));
    }

    /** Of a list that content may leave out. */
    private static <T extends Record> List<T> read(DefineValue list, Class<T> type, Function<DefineValue, T> reader) {
        return list.isNull()
                ? List.of()
                : list.items().stream()
                        .map(each -> reader.apply(each.elementsOf(type)))
                        .toList();
    }

    private static ProductLimit limit(DefineValue limit) {
        return new ProductLimit(
                limit.element("tier").text(), limit.element("value").decimal());
    }

    private static ResultLimit resultLimit(DefineValue limit) {
        return new ResultLimit(
                limit.element("analyte").text(),
                limit.element("bound").text(),
                limit.element("value").decimal(),
                limit.element("origin").text());
    }

    private static ReadResult result(DefineValue result) {
        return new ReadResult(
                result.element("analyte").text(),
                result.element("value").optionalDecimal(),
                result.element("unit").text(),
                result.element("sent").text(),
                result.element("effective").text(),
                result.element("reference").text(),
                result.element("reason").optionalText());
    }

    /** @throws org.calcinosiscds.decision.EvaluationException naming the element whose shape is wrong */
    static CalciumPhosphateProduct product(DefineValue value) {
        DefineValue product = value.elementsOf(CalciumPhosphateProduct.class);
        return new CalciumPhosphateProduct(
                product.element("value").optionalDecimal(),
                product.element("corrected").optionalDecimal(),
                product.element("unit").text(),
                product.element("si").optionalDecimal(),
                product.element("tier").text(),
                product.element("reason").optionalText(),
                product.element("flags").texts(),
                product.element("pairAgeDays").optionalInteger(),
                measurement(product.element("calcium")),
                measurement(product.element("phosphate")),
                measurement(product.element("albumin")));
    }

    private static @Nullable Measurement measurement(DefineValue value) {
        if (value.isNull()) {
            return null;
        }
        DefineValue result = value.elementsOf(Measurement.class);
        return new Measurement(
                result.element("value").optionalDecimal(),
                result.element("unit").text(),
                result.element("comparator").optionalText(),
                result.element("sent").optionalText(),
                result.element("effective").optionalText(),
                result.element("reference").optionalText());
    }

    private static List<NewestResult> newest(DefineValue list) {
        return list.items().stream()
                .map(each -> each.elementsOf(NewestResult.class))
                .map(each -> new NewestResult(
                        each.element("analyte").text(),
                        each.element("value").optionalText(),
                        each.element("unit").optionalText(),
                        each.element("effective").optionalText(),
                        each.element("reference").optionalText(),
                        each.element("display").optionalText()))
                .toList();
    }

    private static Trigger trigger(DefineValue value) {
        DefineValue trigger = value.elementsOf(Trigger.class);
        return new Trigger(
                trigger.element("reference").optionalText(),
                trigger.element("display").optionalText(),
                trigger.element("recognisedBy").optionalText());
    }

    private static @Nullable UnrecognisedEntries unrecognised(DefineValue value) {
        if (value.isNull()) {
            return null;
        }
        DefineValue entries = value.elementsOf(UnrecognisedEntries.class);
        return new UnrecognisedEntries(
                entries.element("medicines").optionalTexts(),
                entries.element("conditions").optionalTexts(),
                entries.element("orders").optionalTexts());
    }
}
