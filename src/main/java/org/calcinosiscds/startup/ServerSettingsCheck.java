package org.calcinosiscds.startup;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Looks at the settings of the web servers, which Spring Boot reads only when it opens the ports, after the knowledge was loaded, and whose
 * mistakes it answers with a stack trace or with no server at all.
 */
final class ServerSettingsCheck {
    private static final int HIGHEST_PORT = 65535;
    private static final int NO_PORT = -1;

    private final Environment environment;
    private final Binder binder;

    ServerSettingsCheck(Environment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
    }

    /** Whether Spring Boot's settings with that prefix are looked at. */
    static boolean isOfServer(String prefix) {
        return prefix.matches("(server|management|spring\\.(ssl|lifecycle|web|servlet))(\\..*)?");
    }

    /**
     * @param classes of Spring Boot that hold settings, by prefix
     * @throws StartRefusedException for what is wrong
     * @throws org.springframework.boot.context.properties.bind.BindException for a value of the wrong kind
     */
    void check(Map<String, Class<?>> classes) {
        new TreeMap<>(classes).forEach((prefix, type) -> binder.bind(prefix, Bindable.of(type)));
        checkPort("server.port", 0);
        // Spring Boot takes -1 for a service without a management port.
        checkPort("management.server.port", NO_PORT);
        // With none the service starts and answers nobody.
        checkPositive("server.tomcat.threads.max");
        checkPositive("server.tomcat.max-connections");
        checkPath("management.server.base-path");
        KeysOfServer keys = new KeysOfServer(environment, binder);
        keys.check("server.ssl");
        keys.check("management.server.ssl");
    }

    private void checkPositive(String setting) {
        if (binder.bind(setting, Integer.class).orElse(1) < 1) {
            throw new StartRefusedException(
                    "Setting " + setting + SettingOrigin.of(environment, setting) + " must be 1 or more.",
                    "Remove it: the service has a value that fits its other limits.");
        }
    }

    private void checkPath(String setting) {
        String path = environment.getProperty(setting, "");
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw new StartRefusedException(
                    "Setting " + setting + SettingOrigin.of(environment, setting) + " must begin with a slash.",
                    "Write /manage, for example, or remove it.");
        }
    }

    private void checkPort(String setting, int lowest) {
        int port = binder.bind(setting, Integer.class).orElse(0);
        if (port < lowest || port > HIGHEST_PORT) {
            throw new StartRefusedException(
                    "Setting " + setting + SettingOrigin.of(environment, setting) + " is no port.",
                    "Ports are from 0 (any that is free) to " + HIGHEST_PORT
                            + "; the default is 8080, and management has the port 1000 above.");
        }
    }
}
