package org.calcinosiscds.authoring;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.elm.r1.FunctionRef;

/** Units of the operands of a function and of its result, as far as they depend on each other. */
record UnitScheme(List<UnitVariable> operands, UnitVariable result) {
    /** The result of one call: each call has variables of its own. */
    UnitVariable called(FunctionRef call, List<UnitVariable> arguments, UnitOperators caller) {
        Call copied = new Call(caller);
        for (int i = 0; i < operands.size(); i++) {
            copied.give(
                    operands.get(i),
                    arguments.get(i),
                    caller.place(call.getOperand().get(i)),
                    false);
        }
        return copied.copy(result);
    }

    private static final class Call {
        private final UnitOperators caller;
        private final IdentityHashMap<UnitVariable, UnitVariable> given = new IdentityHashMap<>();
        private final IdentityHashMap<UnitVariable, UnitVariable> roots = new IdentityHashMap<>();

        Call(UnitOperators caller) {
            this.caller = caller;
        }

        void give(UnitVariable operand, UnitVariable argument, UnitUse.Place place, boolean isDimension) {
            if (!operand.isOpen()) {
                return;
            }
            given.put(operand, argument);
            caller.meet(root(operand.root(), place), argument, place, isDimension);
            // A copy, because what is read here may be what is added to in a function that passes its operand on.
            Map.copyOf(operand.fields())
                    .forEach((name, field) ->
                            give(field, argument.field(name), place, name.equals(UnitVariable.DIMENSION)));
        }

        private UnitVariable root(UnitVariable root, UnitUse.Place place) {
            if (!root.isOfFunction()) {
                return root;
            }
            UnitVariable known = roots.get(root);
            if (known == null) {
                known = caller.open();
                roots.put(root, known);
                if (root.isMixed()) {
                    known.setMixed();
                }
                // What a function does under a condition may not be meant for this call, and what contradicts itself is
                // reported there.
                List<UnitUse> uses = root.uses().stream()
                        .filter(use -> use.branches().isEmpty())
                        .toList();
                if (uses.stream().map(UnitUse::unit).distinct().count() == 1) {
                    caller.use(known, uses.get(0).unit(), uses.get(0).isDimension(), place);
                }
            }
            return known;
        }

        UnitVariable copy(UnitVariable of) {
            UnitVariable argument = given.get(of);
            if (argument != null) {
                return argument;
            }
            if (of.isOpen()) {
                if (!of.root().isOfFunction()) {
                    return of;
                }
                UnitVariable copied = roots.computeIfAbsent(of.root(), root -> caller.open());
                given.put(of, copied);
                of.alternatives().forEach(each -> copied.alternatives().add(copy(each)));
                Map.copyOf(of.fields()).forEach((name, field) -> copied.fields().put(name, copy(field)));
                return copied;
            }
            if (of.fields().isEmpty()) {
                return of;
            }
            Map<String, UnitVariable> fields = new LinkedHashMap<>();
            of.fields().forEach((name, field) -> fields.put(name, copy(field)));
            return UnitVariable.tuple(fields);
        }
    }
}
