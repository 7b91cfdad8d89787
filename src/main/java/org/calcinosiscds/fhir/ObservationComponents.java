package org.calcinosiscds.fhir;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;

/** Reads a panel as the results it holds. Source: FHIR R4, Observation, "Grouping". */
public final class ObservationComponents {
    private ObservationComponents() {}

    /**
     * The Observation itself and one Observation for each of its components. A component has code, value, limits and
     * interpretation of its own and shares id, status, subject, times and specimen with the panel.
     */
    public static List<Observation> asResults(Observation panel) {
        if (!panel.hasComponent()) {
            return List.of(panel);
        }
        List<Observation> results = new ArrayList<>();
        results.add(panel);
        panel.getComponent().forEach(component -> results.add(result(panel, component)));
        return results;
    }

    private static Observation result(Observation panel, ObservationComponentComponent component) {
        Observation result = new Observation();
        result.setId(panel.getIdElement());
        result.setMeta(panel.getMeta());
        result.setStatusElement(panel.getStatusElement());
        result.setSubject(panel.getSubject());
        result.setEffective(panel.getEffective());
        result.setIssuedElement(panel.getIssuedElement());
        result.setSpecimen(panel.getSpecimen());
        result.setBodySite(panel.getBodySite());
        result.setModifierExtension(panel.getModifierExtension());
        result.setCode(component.getCode());
        result.setValue(component.getValue());
        result.setDataAbsentReason(component.hasDataAbsentReason() ? component.getDataAbsentReason() : null);
        result.setInterpretation(component.getInterpretation());
        result.setReferenceRange(component.getReferenceRange());
        return result;
    }
}
