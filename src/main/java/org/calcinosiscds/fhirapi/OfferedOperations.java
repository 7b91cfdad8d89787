package org.calcinosiscds.fhirapi;

import ca.uhn.fhir.rest.annotation.Operation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/** The OperationDefinitions of the operations that this process offers: some exist only in authoring mode. */
@Component
public class OfferedOperations {
    private final List<OperationDefinition> all;
    private final Set<String> idempotent;

    OfferedOperations(KnowledgeBase knowledge, List<FhirOperation> operations) {
        List<Operation> annotations = operations.stream()
                .flatMap(operation -> Arrays.stream(operation.getClass().getMethods()))
                .map(method -> method.getAnnotation(Operation.class))
                .filter(Objects::nonNull)
                .toList();
        Set<String> answered = annotations.stream().map(Operation::name).collect(Collectors.toSet());
        this.idempotent = annotations.stream()
                .filter(Operation::idempotent)
                .map(Operation::name)
                .collect(Collectors.toSet());
        this.all = knowledge.resources().getOrDefault(OperationDefinition.class, java.util.Map.of()).values().stream()
                .map(OperationDefinition.class::cast)
                .filter(definition -> answered.contains("$" + definition.getCode()))
                .sorted(Comparator.comparing(Resource::getIdPart))
                .toList();
    }

    /** Whether it is answered by GET, with its parameters in the address. */
    public boolean takesGet(OperationDefinition definition) {
        return idempotent.contains("$" + definition.getCode());
    }

    /** By id. */
    public List<OperationDefinition> all() {
        return all;
    }
}
