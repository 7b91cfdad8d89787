package org.calcinosiscds.cdshooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.DecisionService;

/** The response to {@code GET /cds-services}. */
record Discovery(List<Service> services) {

    /** @param isVersion3 whether the client fills templates with FHIRPath, as CDS Hooks 3.0 has it */
    static Discovery of(List<DecisionService> services, boolean isVersion3) {
        return new Discovery(services.stream()
                .map(service -> Service.of(service, isVersion3))
                .toList());
    }

    /**
     * One service. {@code version} and {@code hookVersion} are of the 3.0 ballot; older clients ignore them.
     *
     * @param prefetch FHIR query template by key
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Service(
            String hook,
            String title,
            String description,
            String id,
            String usageRequirements,
            String version,
            String hookVersion,
            Map<String, String> prefetch) {

        static Service of(DecisionService service, boolean isVersion3) {
            Map<String, String> prefetch = new LinkedHashMap<>();
            service.prefetch()
                    .forEach((key, query) -> prefetch.put(key, isVersion3 ? query.recent() : query.template()));
            return new Service(
                    service.hook(),
                    service.title(),
                    service.description(),
                    service.id(),
                    service.usageRequirements(),
                    isVersion3 ? "STU3" : "STU2",
                    service.hookVersion(),
                    prefetch);
        }
    }
}
