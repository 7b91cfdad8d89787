package org.calcinosiscds.cql.elm;

import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.hl7.elm.r1.ChoiceTypeSpecifier;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.IntervalTypeSpecifier;
import org.hl7.elm.r1.ListTypeSpecifier;
import org.hl7.elm.r1.NamedTypeSpecifier;
import org.hl7.elm.r1.TupleTypeSpecifier;
import org.hl7.elm.r1.TypeSpecifier;
import org.jspecify.annotations.Nullable;

/** Types as CQL writes them, such as {@code List<System.Quantity>}. */
public final class CqlTypes {
    private static final String SYSTEM = "urn:hl7-org:elm-types:r1";

    private CqlTypes() {}

    /** Of what an element of ELM yields. */
    public static String of(Element element) {
        return element.getResultTypeName() != null
                ? name(element.getResultTypeName())
                : of(element.getResultTypeSpecifier());
    }

    public static String of(@Nullable TypeSpecifier type) {
        if (type instanceof NamedTypeSpecifier named) {
            return name(named.getName());
        }
        if (type instanceof ListTypeSpecifier list) {
            return "List<" + of(list.getElementType()) + ">";
        }
        if (type instanceof IntervalTypeSpecifier interval) {
            return "Interval<" + of(interval.getPointType()) + ">";
        }
        if (type instanceof ChoiceTypeSpecifier choice) {
            return choice.getChoice().stream().map(CqlTypes::of).collect(Collectors.joining(", ", "Choice<", ">"));
        }
        if (type instanceof TupleTypeSpecifier tuple) {
            return tuple.getElement().stream()
                    .map(element -> element.getName() + " " + of(element.getElementType()))
                    .collect(Collectors.joining(", ", "Tuple { ", " }"));
        }
        return "System.Any";
    }

    private static String name(@Nullable QName name) {
        if (name == null) {
            return "System.Any";
        }
        return (name.getNamespaceURI().equals(SYSTEM) ? "System." : "FHIR.") + name.getLocalPart();
    }
}
