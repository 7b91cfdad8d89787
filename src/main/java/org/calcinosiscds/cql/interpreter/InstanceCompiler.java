package org.calcinosiscds.cql.interpreter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.xml.namespace.QName;
import org.hl7.elm.r1.Instance;
import org.hl7.elm.r1.InstanceElement;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.runtime.Quantity;

/** Compiles what makes an object of a type. The engine makes it by reflection; for the types of CQL that every rule uses, Java does. */
final class InstanceCompiler {
    private static final String SYSTEM = "urn:hl7-org:elm-types:r1";

    private static final Map<String, Kind> KINDS = Map.of(
            "Quantity",
            new Kind(
                    Quantity::new,
                    Map.of(
                            "value", (made, value) -> ((Quantity) made).setValue((BigDecimal) value),
                            "unit", (made, value) -> ((Quantity) made).setUnit((String) value))),
            "Code",
            new Kind(
                    Code::new,
                    Map.of(
                            "code", (made, value) -> ((Code) made).setCode((String) value),
                            "system", (made, value) -> ((Code) made).setSystem((String) value),
                            "version", (made, value) -> ((Code) made).setVersion((String) value),
                            "display", (made, value) -> ((Code) made).setDisplay((String) value))));

    private record Kind(Supplier<Object> make, Map<String, BiConsumer<Object, @Nullable Object>> setters) {}

    private InstanceCompiler() {}

    static org.calcinosiscds.cql.interpreter.Code compile(Instance instance, Compilation by) {
        Environment environment = by.context().environment();
        QName type = environment.fixupQName(Frame.required(instance.getClassType()));
        List<String> names = instance.getElement().stream()
                .map(InstanceElement::getName)
                .map(String::valueOf)
                .toList();
        Node[] values = by.nodes(
                instance.getElement().stream().map(InstanceElement::getValue).toList());
        Kind kind = type.getNamespaceURI().equals(SYSTEM) ? KINDS.get(type.getLocalPart()) : null;
        if (kind != null && kind.setters().keySet().containsAll(names)) {
            List<BiConsumer<Object, @Nullable Object>> setters = new ArrayList<>();
            names.forEach(name -> setters.add(kind.setters().get(name)));
            return frame -> {
                Object made = kind.make().get();
                for (int i = 0; i < values.length; i++) {
                    setters.get(i).accept(made, values[i].value(frame));
                }
                return made;
            };
        }
        return frame -> {
            Object made = Frame.required(environment.createInstance(type));
            for (int i = 0; i < values.length; i++) {
                environment.setValue(made, names.get(i), values[i].value(frame));
            }
            return made;
        };
    }
}
