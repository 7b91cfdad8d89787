package org.calcinosiscds.secondengine;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.IQueryParameterType;
import com.google.common.collect.Multimap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.opencds.cqf.fhir.utility.repository.InMemoryFhirRepository;

/** Resources in memory that do not change: a search by canonical, which walks all of a type, is made once. */
final class CanonicalRepository extends InMemoryFhirRepository {
    private final Map<String, IBaseBundle> found = new HashMap<>();

    CanonicalRepository(FhirContext context, IBaseBundle bundle) {
        super(context, bundle);
    }

    @Override
    public <B extends IBaseBundle, T extends IBaseResource> B search(
            Class<B> bundleType,
            Class<T> resourceType,
            Multimap<String, List<IQueryParameterType>> parameters,
            Map<String, String> headers) {
        if (parameters == null || !parameters.containsKey("url")) {
            return super.search(bundleType, resourceType, parameters, headers);
        }
        return bundleType.cast(found.computeIfAbsent(
                resourceType.getSimpleName() + parameters,
                question -> super.search(bundleType, resourceType, parameters, headers)));
    }
}
