package org.calcinosiscds.startup;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Checks the setting that conditions of Spring read, which is before {@link SettingsCheck} sees it. */
final class SwitchCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String AUTHORING = "calcinosis.authoring.enabled";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String value = context.getEnvironment().getProperty(AUTHORING, "false");
        if (!value.matches("(?i)true|false")) {
            throw new StartRefusedException(
                    "Setting " + AUTHORING + SettingOrigin.of(context.getEnvironment(), AUTHORING)
                            + " must be true or false.",
                    "docs/configuration.md says what the setting does.");
        }
    }
}
