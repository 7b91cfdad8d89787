package org.calcinosiscds.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.http.Priority;
import org.calcinosiscds.time.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.web.MockHttpServletRequest;

/** What the addresses of the service mean to the filters in front of the endpoints. */
class ServiceEndpointsTests {
    private static final List<String> HOOKS =
            List.of("patient-view", "order-select", "order-sign", "encounter-discharge");

    private final ServiceEndpoints endpoints =
            new ServiceEndpoints(new StaticListableBeanFactory(Map.of("decisionSupport", new Services()))
                    .getBeanProvider(DecisionSupport.class));

    @ParameterizedTest
    @CsvSource({
        "/cds-services/of-order-sign, order-sign, CALLS",
        "/cds-services/of-order-select, order-select, CALLS",
        "/cds-services/of-patient-view, patient-view, CALLS",
        "/cds-services/of-encounter-discharge, other-hook, CALLS",
        "/cds-services/of-nothing, other-hook, CALLS",
        "/cds-services/of-patient-view/feedback, feedback, FEEDBACK",
        "/fhir, bundle, BUNDLES",
        "/fhir/$assess, bundle, BUNDLES",
        "/fhir/ValueSet/_search, bundle, BUNDLES"
    })
    void postsTakeAPlace(String path, String tag, Priority.Places places) {
        assertThat(endpoints.priority(new MockHttpServletRequest("POST", path)))
                .extracting(Priority::tag, Priority::places)
                .containsExactly(tag, places);
        assertThat(endpoints.priority(new MockHttpServletRequest("GET", path))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/cds-services", "/fhirx", "/actuator/health/liveness", "/workbench/run"})
    void otherRequestsAreAlwaysLetIn(String path) {
        assertThat(endpoints.priority(new MockHttpServletRequest("POST", path))).isNull();
    }

    @Test
    void hookIsTheMorePressingTheNearerItIsToAnOrder() {
        assertThat(List.of("order-sign", "order-select", "patient-view", "encounter-discharge"))
                .extracting(hook -> endpoints.priority(new MockHttpServletRequest("POST", "/cds-services/of-" + hook)))
                .isSortedAccordingTo((one, other) -> other.percentOfCalls() - one.percentOfCalls());
    }

    @ParameterizedTest
    @CsvSource({
        "/, true",
        "/cds-services, true",
        "/api-docs, true",
        "/api-docs/cds-services, true",
        "/api-docs/viewer/1a2b3c/viewer.js, true",
        "/rules/CC-010, true",
        "/workbench, true",
        "/workbench/assets/page.js, true",
        "/fhir/metadata, true",
        "/fhir/Library, true",
        "/fhir/Library/a.b-1/_history/0.1.0, true",
        "/fhir/$cql, false",
        "/fhir/ValueSet/$expand, false",
        "/fhir/PlanDefinition/x/$apply, false",
        "/cds-services/of-patient-view, false",
        "/workbench/run, false",
        "/actuator/metrics, false",
        "/elsewhere, false"
    })
    void onlyReadsOfKnowledgeMayBeStored(String path, boolean isKnowledge) {
        assertThat(endpoints.isKnowledge(new MockHttpServletRequest("GET", path)))
                .isEqualTo(isKnowledge);
        assertThat(endpoints.isKnowledge(new MockHttpServletRequest("POST", path)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /fhir, /$assess, true",
        "PUT, /fhir, /$assess, false",
        "POST, /fhir, /PlanDefinition/x/$apply, false",
        "POST, /fhir, /$assess/x, false",
        "POST, /cds-services, /$assess, false"
    })
    void onlyAssessReadsAStream(String method, String servlet, String path, boolean takesStream) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, servlet + path);
        request.setServletPath(servlet);
        request.setPathInfo(path);

        assertThat(endpoints.takesStream(request)).isEqualTo(takesStream);
    }

    @Test
    void addressThatCouldNotBeReadIsOfNoEndpoint() {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", null);

        assertThat(endpoints.isKnowledge(request)).isFalse();
        assertThat(endpoints.isFhir(request)).isFalse();
        assertThat(endpoints.isHook(request)).isFalse();
    }

    /** A service of each hook, which nobody calls. */
    private static final class Services implements DecisionSupport {
        @Override
        public List<DecisionService> services() {
            return HOOKS.stream()
                    .map(hook ->
                            new DecisionService("of-" + hook, hook, "1.0", hook, hook, "0.1.0", "", Map.of(), null))
                    .toList();
        }

        @Override
        public Assessment assess(AssessmentRequest request, Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Assessment assessFully(AssessmentRequest request) {
            throw new UnsupportedOperationException();
        }
    }
}
