package org.calcinosiscds.openapi;

import org.calcinosiscds.http.HtmlPage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page at {@code /} for a person who opens the address of the service in a browser: what it is, whether it is ready, where to go on.
 * It is public, so it says nothing that the other public addresses do not say: no version, no client.
 */
@RestController
class FirstPageController {
    private static final String AUTHORING = """
            <h2>Authoring</h2>
            <p>Authoring mode is on. <code>POST /fhir/$cql</code> evaluates an expression of yours. Content of a folder is read again before
            each answer; what is wrong with it is under <code>/actuator/health</code> of the management port.</p>
            """;

    private final HealthEndpoint health;
    private final HtmlPage ready;
    private final HtmlPage notReady;

    FirstPageController(HealthEndpoint health, @Value("${calcinosis.authoring.enabled:false}") boolean isAuthoring) {
        this.health = health;
        this.ready = page("It is ready.", isAuthoring);
        this.notReady = page("It is not ready: calls may be refused.", isAuthoring);
    }

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<byte[]> page() {
        HealthDescriptor readiness = health.healthForPath("readiness");
        return (readiness != null && Status.UP.equals(readiness.getStatus()) ? ready : notReady).answer();
    }

    private static HtmlPage page(String state, boolean isAuthoring) {
        return HtmlPage.of("Calcinosis CDS", "openapi/page.css", """
            <h1>Calcinosis CDS</h1>
            <p>Clinical decision support for calcinosis cutis: it answers calls of CDS Hooks and FHIR R4 Bundles with cards and
            assessments. It is not a medical device, and a clinician decides, always.</p>
            <p><strong>%s</strong></p>
            <ul>
            <li><a href="api-docs">Every address of this service</a>, with parameters, answers and examples</li>
            <li><a href="cds-services">The services of CDS Hooks</a> with their prefetch templates</li>
            <li><a href="fhir/metadata">The CapabilityStatement</a> of the FHIR endpoint</li>
            </ul>
            <p>Documents for integrators, operators and authors are in the folder <code>docs</code> of the source. The management port
            says which version this is: <code>/actuator/info</code>.</p>
            """.formatted(state) + (isAuthoring ? AUTHORING : ""));
    }
}
