package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.elm.NeverNull;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.IsNull;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Not;
import org.hl7.elm.r1.Null;
import org.jspecify.annotations.Nullable;

/**
 * A guard against null that does nothing, and one that lets null pass: {@code if not A then null else B} yields B when A is null. See the page
 * CDS062.
 */
final class NullGuards {
    private static final String CODE = "CDS062";

    private final NeverNull neverNull;
    private final Library library;
    private final String define;
    private final List<Finding> findings;

    private NullGuards(NeverNull neverNull, Library library, String define, List<Finding> findings) {
        this.neverNull = neverNull;
        this.library = library;
        this.define = define;
        this.findings = findings;
    }

    /**
     * @param known by library, what was found in an earlier check for these reasons; empty before the first
     * @param reasons why some defines have a value although their operators do not show it
     */
    static void run(
            TranslationCheck translation,
            Definitions definitions,
            LibraryResults<List<Finding>> known,
            NeverNullReasons reasons,
            List<Finding> findings) {
        NeverNull neverNull = new NeverNull(
                new LibraryResolver(translation.translator().libraries()),
                reasons.byDefine().keySet());
        translation.libraries().keySet().stream()
                .filter(name -> !name.equals(TranslationCheck.FHIR_HELPERS))
                .flatMap(name -> definitions.library(name).stream())
                .forEach(library -> findings.addAll(known.of(
                        Definitions.name(library),
                        definitions.withIncluded(library),
                        () -> findings(library, neverNull))));
    }

    private static List<Finding> findings(Library library, NeverNull neverNull) {
        List<Finding> found = new ArrayList<>();
        for (ExpressionDef each : LibraryResolver.definitions(library)) {
            NullGuards guards = new NullGuards(neverNull, library, String.valueOf(each.getName()), found);
            ElmWalk.of(each, library, guards::check);
        }
        return found;
    }

    private void check(Element element) {
        if (element instanceof If choice
                && choice.getCondition() instanceof Not not
                && isNull(choice.getThen())
                && !isNull(choice.getElse())
                && !neverNull.isNeverNull(not.getOperand(), library)) {
            add(not, "the condition can be null, and then what follows else is the value, as if it were false.");
        } else if (element instanceof IsNull test && neverNull.isNeverNull(test.getOperand(), library)) {
            add(test, "this is never null, so the test is always false.");
        } else if (element instanceof Coalesce values && values.getLocator() != null) {
            checkCoalesce(values);
        }
    }

    /** Of what an author wrote: the translator adds one to {@code Take}. */
    private void checkCoalesce(Coalesce values) {
        List<Expression> operands = values.getOperand();
        operands.subList(0, operands.size() - 1).stream()
                .filter(each -> neverNull.isNeverNull(each, library))
                .findFirst()
                .ifPresent(each -> add(each, "this is never null, so what follows in Coalesce is never used."));
    }

    private static boolean isNull(@Nullable Expression value) {
        return value instanceof Null || (value instanceof As conversion && isNull(conversion.getOperand()));
    }

    private void add(Element position, String words) {
        findings.add(Finding.warning(
                "cql/" + Definitions.name(library) + ".cql",
                SourcePosition.of(position),
                CODE,
                "\"" + define + "\": " + words));
    }
}
