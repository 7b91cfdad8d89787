package org.calcinosiscds.http;

import java.util.LinkedHashSet;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The same for the port of the service and for the management port, whose web server has a context of its own. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {
    /** Limits the time of reading from a socket in every reader: the time of a head, the rest of a refused body. Closes them at the end. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedConnections(
            ShutdownDelay shutdown, Endpoints endpoints) {
        return factory -> {
            factory.setProtocol(LimitedHttp11Protocol.class.getName());
            factory.addEngineValves(
                    new ClosingValve(shutdown::isEnding), new AnswerHeadersValve(endpoints), new UnreadBodyValve());
            factory.addContextValves(new RequestTargetValve());
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                    // A client that asked first (Expect: 100-continue) is refused before it sends the body.
                    http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
                }
            });
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> outcomeErrorValve(ApplicationContext application) {
        return factory -> {
            if (application.getParent() != null) {
                // Of the management port: Boot's error page for it quotes the address.
                factory.setErrorPages(new LinkedHashSet<>());
            }
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(OutcomeErrorValve.class.getName());
                }
            });
        };
    }
}
