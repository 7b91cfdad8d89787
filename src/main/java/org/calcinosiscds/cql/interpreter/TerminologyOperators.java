package org.calcinosiscds.cql.interpreter;

import java.util.Objects;
import org.hl7.elm.r1.CodeDef;
import org.hl7.elm.r1.CodeRef;
import org.hl7.elm.r1.CodeSystemDef;
import org.hl7.elm.r1.CodeSystemRef;
import org.hl7.elm.r1.ExpandValueSet;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.ValueSetDef;
import org.hl7.elm.r1.ValueSetRef;
import org.opencds.cqf.cql.engine.elm.executing.CodeRefEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ExpandValueSetEvaluator;
import org.opencds.cqf.cql.engine.execution.Libraries;
import org.opencds.cqf.cql.engine.runtime.CodeSystem;
import org.opencds.cqf.cql.engine.runtime.ValueSet;
import org.opencds.cqf.cql.engine.terminology.ValueSetInfo;

/** Codes and value sets by name. They mean the same for every patient. */
final class TerminologyOperators {
    private TerminologyOperators() {}

    static void addTo(OperatorTable table) {
        table.kind(ValueSetRef.class, TerminologyOperators::reference)
                .kind(CodeRef.class, TerminologyOperators::code)
                .kind(ExpandValueSet.class, TerminologyOperators::expansion);
    }

    /** The value set that a name means. */
    static ValueSet valueSet(ValueSetRef reference, Compilation by) {
        LibraryCode owner = by.library().owner(reference.getLibraryName());
        ValueSetDef definition = Libraries.resolveValueSetRef(reference.getName(), owner.library());
        ValueSet valueSet = new ValueSet().withId(definition.getId()).withVersion(definition.getVersion());
        for (CodeSystemRef codeSystem : definition.getCodeSystem()) {
            valueSet.addCodeSystem(codeSystem(codeSystem, owner));
        }
        return valueSet;
    }

    private static CodeSystem codeSystem(CodeSystemRef reference, LibraryCode library) {
        Library owner = library.owner(reference.getLibraryName()).library();
        CodeSystemDef definition = Libraries.resolveCodeSystemRef(reference.getName(), owner);
        return new CodeSystem()
                .withId(definition.getId())
                .withVersion(definition.getVersion())
                .withName(definition.getName());
    }

    private static Code reference(ValueSetRef reference, Compilation by) {
        ValueSet valueSet = valueSet(reference, by);
        return new Code.Constant(
                Boolean.TRUE.equals(reference.isPreserve())
                        ? valueSet
                        : Constants.shared(Objects.requireNonNull(
                                        by.context().environment().getTerminologyProvider())
                                .expand(ValueSetInfo.Companion.fromValueSet(valueSet))));
    }

    private static Code code(CodeRef reference, Compilation by) {
        LibraryCode owner = by.library().owner(reference.getLibraryName());
        CodeDef definition = Libraries.resolveCodeRef(reference.getName(), owner.library());
        return new Code.Constant(CodeRefEvaluator.INSTANCE.toCode(
                definition, codeSystem(Objects.requireNonNull(definition.getCodeSystem()), owner)));
    }

    private static Code expansion(ExpandValueSet expand, Compilation by) {
        Node valueSet = by.node(expand.getOperand());
        return by.folded(frame -> ExpandValueSetEvaluator.expand(valueSet.value(frame), frame.state()), valueSet);
    }
}
