package org.calcinosiscds;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives management a port of its own, on loopback: 1000 above that of the service, so that several services on one machine do not meet
 * there. The settings {@code management.server.port} and {@code management.server.address} win.
 */
final class ManagementPort implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String MANAGEMENT = "management.server.port";
    private static final int DISTANCE = 1000;
    private static final int HIGHEST = 65535;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        int service = environment.getProperty("server.port", Integer.class, 8080);
        int management = environment.getProperty(MANAGEMENT, Integer.class, beside(service));
        // Boot takes no address for management that shares the port of the service.
        Map<String, Object> defaults = management == service && service != 0
                ? Map.of(MANAGEMENT, management)
                : Map.of(MANAGEMENT, management, "management.server.address", "127.0.0.1");
        environment.getPropertySources().addLast(new MapPropertySource("managementPort", defaults));
    }

    static int beside(int port) {
        if (port <= 0) {
            return port;
        }
        return port + DISTANCE <= HIGHEST ? port + DISTANCE : port - DISTANCE;
    }
}
