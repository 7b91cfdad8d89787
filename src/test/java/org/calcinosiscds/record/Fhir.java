package org.calcinosiscds.record;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.json.ElementNames;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.wiring.LimitSettings;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** The parts of this package with the limits a fresh installation has. */
public final class Fhir {
    public static final FhirContext CONTEXT = FhirContext.forR4Cached();
    static final Limits LIMITS = Binder.get(new MockEnvironment())
            .bindOrCreate("calcinosis.limits", LimitSettings.class)
            .limits();
    public static final JsonGuard GUARD = new JsonGuard(LIMITS, CONTEXT);
    public static final BundleReader BUNDLES =
            new BundleReader(GUARD, new FhirReader(CONTEXT, DataRequirements.EVERYTHING));

    private Fhir() {}

    /** Of the elements that messages may show. */
    public static Set<String> names() {
        return ElementNames.of(CONTEXT);
    }

    public static JsonValue guarded(String json) {
        return GUARD.read(json.getBytes(StandardCharsets.UTF_8), Set.of("prefetch", "observations"));
    }

    static ReceivedBundle received(String json) {
        return BUNDLES.read(guarded(json));
    }
}
