package org.calcinosiscds.knowledge;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.knowledge.CompiledLogic.Need;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DataRequirement;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.ParameterDefinition;
import org.hl7.fhir.r4.model.ParameterDefinition.ParameterUse;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.RelatedArtifact;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;

/** Writes the dependencies and data requirements of an artifact as a Library of the type {@code module-definition}. */
public final class ModuleDefinitions {
    private static final String LIBRARY_TYPE = "http://terminology.hl7.org/CodeSystem/library-type";

    private final KnowledgeBase knowledge;
    private final CompiledLogic logic;

    /** @param logic of that knowledge */
    public ModuleDefinitions(KnowledgeBase knowledge, CompiledLogic logic) {
        this.knowledge = knowledge;
        this.logic = logic;
    }

    /** The definition of a Library. */
    public Library of(Library library) {
        return of(library, List.of(library), logic.needs(library));
    }

    /** The definition of a PlanDefinition. */
    public Library of(PlanDefinition plan) {
        List<Library> libraries = plan.getLibrary().stream()
                .flatMap(canonical -> knowledge.library(canonical.getValue()).stream())
                .toList();
        return of(plan, libraries, logic.needs(plan));
    }

    /** @param libraries that it calls itself; those they include are found */
    private Library of(MetadataResource subject, List<Library> libraries, List<Need> needs) {
        Library module = new Library();
        module.setName(subject.getName()).setTitle(subject.getTitle()).setVersion(subject.getVersion());
        module.setStatus(PublicationStatus.ACTIVE)
                .setDateElement(subject.getDateElement().copy());
        module.setType(new CodeableConcept(new Coding(LIBRARY_TYPE, "module-definition", "Module Definition")));
        Set<String> dependencies = new TreeSet<>();
        libraries.forEach(library -> {
            dependencies.add(Canonicals.of(library));
            included(library, dependencies);
            logic.parameters(library.getName()).forEach((name, type) -> parameter(name, type, module));
        });
        dependencies.remove(Canonicals.of(subject));
        needs.stream()
                .map(Need::valueSet)
                .filter(valueSet -> !valueSet.isEmpty())
                .forEach(dependencies::add);
        dependencies.forEach(dependency -> module.addRelatedArtifact()
                .setType(RelatedArtifactType.DEPENDSON)
                .setResource(dependency));
        needs.forEach(need -> module.addDataRequirement(requirement(need)));
        return module;
    }

    /** Adds the canonicals of all libraries that a library depends on, transitively. */
    private void included(Library library, Set<String> canonicals) {
        library.getRelatedArtifact().stream()
                .filter(related -> related.getType() == RelatedArtifactType.DEPENDSON)
                .map(RelatedArtifact::getResource)
                .filter(canonicals::add)
                .forEach(canonical -> knowledge.library(canonical).ifPresent(found -> included(found, canonicals)));
    }

    private static DataRequirement requirement(Need need) {
        DataRequirement requirement = new DataRequirement().setType(need.type());
        if (!need.valueSet().isEmpty()) {
            requirement.addCodeFilter().setPath(need.path()).setValueSet(need.valueSet());
        }
        return requirement;
    }

    private static void parameter(String name, String type, Library module) {
        boolean isList = type.startsWith("List<");
        String fhir = FHIR_TYPES.get(isList ? type.substring(5, type.length() - 1) : type);
        if (fhir != null && module.getParameter().stream().noneMatch(each -> name.equals(each.getName()))) {
            module.addParameter(new ParameterDefinition()
                    .setName(name)
                    .setUse(ParameterUse.IN)
                    .setMin(0)
                    .setMax(isList ? "*" : "1")
                    .setType(fhir));
        }
    }

    private static final Map<String, String> FHIR_TYPES = Map.of(
            "System.Boolean", "boolean",
            "System.Integer", "integer",
            "System.Decimal", "decimal",
            "System.String", "string",
            "System.DateTime", "dateTime",
            "System.Date", "date",
            "System.Quantity", "Quantity");
}
