package org.calcinosiscds.client;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.http.WarmUpCalls;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Which addresses need no token, and the response to a call without a valid one: always the same, without a reason. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String DISCOVERY = "/cds-services";

    /** Descriptions and health of this service, which need no token so that it can be registered and monitored. */
    private static final String[] PUBLIC = {
        "/",
        DISCOVERY,
        "/fhir/metadata",
        "/api-docs",
        "/api-docs/*",
        "/api-docs/viewer/*/*",
        "/rules/*",
        "/actuator/health/liveness",
        "/actuator/health/readiness"
    };

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            CdsClients clients,
            ClientSettings settings,
            Authenticator authenticator,
            OutcomeResponses outcomes,
            MeterRegistry meters,
            Environment environment) {
        http.csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // A valve sets them, which refusals in front of the filters pass too.
                .headers(AbstractHttpConfigurer::disable)
                .addFilterBefore(
                        new CallerFilter(clients, new HostNames(settings.managementHosts()), outcomes),
                        AuthorizationFilter.class)
                .addFilterAfter(new CallRateFilter(clients, outcomes, meters), CallerFilter.class);
        if (clients.isEmpty()) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
        AuthenticationEntryPoint refusal = refusal(outcomes);
        BearerTokenAuthenticationFilter bearer = new BearerTokenAuthenticationFilter(authenticator, new BearerHeader());
        bearer.setAuthenticationEntryPoint(refusal);
        // On a port of its own, management is guarded by who can reach that port.
        boolean separate = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
        return http.addFilterAt(bearer, BearerTokenAuthenticationFilter.class)
                .exceptionHandling(exceptions -> exceptions.authenticationEntryPoint(refusal))
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
                    requests.requestMatchers(WarmUpCalls::isOne).permitAll();
                    requests.requestMatchers(HttpMethod.GET, PUBLIC).permitAll();
                    requests.requestMatchers(HttpMethod.HEAD, PUBLIC).permitAll();
                    if (separate) {
                        requests.requestMatchers("/actuator/**").permitAll();
                    }
                    requests.anyRequest().authenticated();
                })
                .build();
    }

    private static AuthenticationEntryPoint refusal(OutcomeResponses outcomes) {
        return (request, response, why) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            outcomes.write(
                    request,
                    response,
                    HttpStatus.UNAUTHORIZED,
                    List.of(new OutcomeIssue("login", "A valid bearer token is needed.", null)));
        };
    }

    /** What Spring Security's firewall does not let through, such as control characters in a header; its own answer is empty. */
    @Bean
    RequestRejectedHandler requestRejectedHandler(OutcomeResponses outcomes) {
        return (request, response, why) -> {
            HttpStatus status = HttpStatus.BAD_REQUEST;
            outcomes.write(request, response, status, List.of(OutcomeResponses.issue(status)));
        };
    }

    /** Spring would otherwise time each of its filters in each call, for metrics and spans that nothing here reads. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** In front of everything, so that a browser may read refusals too. Only hooks: browsers post no Bundles. */
    @Bean
    FilterRegistrationBean<CorsFilter> corsFilter(ClientOrigins origins) {
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.setCorsConfigurations(
                Map.of(DISCOVERY, origins.configuration(), DISCOVERY + "/**", origins.configuration()));
        CorsFilter filter = new CorsFilter(source);
        filter.setCorsProcessor(origins);
        FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
        return registration;
    }
}
