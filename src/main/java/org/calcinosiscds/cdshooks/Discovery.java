package org.calcinosiscds.cdshooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.DecisionService;

/** The answer to {@code GET /cds-services}. */
record Discovery(List<Service> services) {

    static Discovery of(List<DecisionService> services) {
        return new Discovery(services.stream().map(Service::of).toList());
    }

    /** @param prefetch FHIR query template by key */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Service(
            String hook,
            String title,
            String description,
            String id,
            String usageRequirements,
            Map<String, String> prefetch) {

        static Service of(DecisionService service) {
            Map<String, String> prefetch = new LinkedHashMap<>();
            service.prefetch().forEach((key, query) -> prefetch.put(key, query.template()));
            return new Service(
                    service.hook(),
                    service.title(),
                    service.description(),
                    service.id(),
                    service.usageRequirements(),
                    prefetch);
        }
    }
}
