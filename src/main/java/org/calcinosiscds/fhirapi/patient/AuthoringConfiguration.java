package org.calcinosiscds.fhirapi.patient;

import java.net.InetAddress;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.startup.StartRefusedException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Operations for authors only: they evaluate CQL of the caller and are reachable only from this machine. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("calcinosis.authoring.enabled")
class AuthoringConfiguration {
    @Bean
    CqlOperation cqlOperation(EvaluationParametersReader circumstances, CompiledLogic logic, ServerProperties server) {
        InetAddress address = server.getAddress();
        if (address == null || !address.isLoopbackAddress()) {
            throw new StartRefusedException(
                    "Setting calcinosis.authoring.enabled is on, and server.address is not a loopback address.",
                    "Listen on 127.0.0.1, or turn authoring off: it takes CQL from outside.");
        }
        logic.prepareForAuthors();
        return new CqlOperation(circumstances, logic);
    }
}
