package org.calcinosiscds.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.ExtensionContextType;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.hl7.fhir.r4.model.UriType;

/**
 * The extensions with which "Using CQL with FHIR" says what a value was in CQL. They are defined in HL7's extensions pack, which is
 * younger than R4, so the validator does not have them: url and type of each, from there.
 */
final class CqlExtensions {
    private static final String BASE = "http://hl7.org/fhir/StructureDefinition/";

    private CqlExtensions() {}

    static List<Resource> definitions() {
        return List.of(
                definition("cqf-cqlType", "string"),
                definition("cqf-isEmptyList", "boolean"),
                definition("cqf-isEmptyTuple", "boolean"));
    }

    /** The content of the service and these. */
    static List<Resource> with(List<Resource> content) {
        return Stream.concat(content.stream(), definitions().stream()).toList();
    }

    private static StructureDefinition definition(String id, String type) {
        StructureDefinition definition = new StructureDefinition()
                .setUrl(BASE + id)
                .setName(id.replace("-", ""))
                .setStatus(PublicationStatus.ACTIVE)
                .setKind(StructureDefinitionKind.COMPLEXTYPE)
                .setAbstract(false)
                .setType("Extension")
                .setBaseDefinition(BASE + "Extension")
                .setDerivation(TypeDerivationRule.CONSTRAINT);
        definition.setId(id);
        definition.addContext().setType(ExtensionContextType.ELEMENT).setExpression("Element");
        definition.getDifferential().addElement(element("Extension"));
        definition.getDifferential().addElement(element("Extension.url").setFixed(new UriType(BASE + id)));
        ElementDefinition value = element("Extension.value[x]").setMin(1);
        value.addType().setCode(type);
        definition.getDifferential().addElement(value);
        return definition;
    }

    private static ElementDefinition element(String path) {
        ElementDefinition element = new ElementDefinition().setPath(path);
        element.setId(path);
        return element;
    }
}
