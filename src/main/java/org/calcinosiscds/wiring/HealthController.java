package org.calcinosiscds.wiring;

import java.util.Map;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Liveness and readiness on the port of the service too: a load balancer should ask where it sends requests. The status alone; all else
 * is on the management port.
 */
@RestController
class HealthController {
    private final HealthEndpoint health;

    HealthController(HealthEndpoint health) {
        this.health = health;
    }

    @GetMapping("/actuator/health/{group:liveness|readiness}")
    ResponseEntity<Map<String, String>> group(@PathVariable String group) {
        HealthDescriptor found = health.healthForPath(group);
        Status status = found == null ? Status.UNKNOWN : found.getStatus();
        return ResponseEntity.status(Status.UP.equals(status) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(Map.of("status", status.getCode()));
    }
}
