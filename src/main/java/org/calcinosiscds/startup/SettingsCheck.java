package org.calcinosiscds.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.calcinosiscds.outcome.SimilarNames;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Looks at all settings before anything is made of them: names that no settings class has are refused, and each class is bound once, so
 * that a value out of range ends the start in its first second and not after the knowledge was loaded.
 */
final class SettingsCheck implements BeanFactoryPostProcessor {
    private static final String OWN = "calcinosis";
    /** Read by conditions, which no settings class holds. */
    private static final List<String> OTHERS = List.of("calcinosis.authoring.enabled", "calcinosis.log.patient-data");

    private final Environment environment;

    SettingsCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        TreeMap<String, Class<?>> classes = new TreeMap<>();
        TreeMap<String, Class<?>> ofServer = new TreeMap<>();
        for (String bean : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            ConfigurationProperties prefix = beans.findAnnotationOnBean(bean, ConfigurationProperties.class);
            Class<?> type = beans.getType(bean);
            if (prefix != null
                    && type != null
                    && type.isRecord()
                    && prefix.value().startsWith(OWN)) {
                classes.put(prefix.value(), type);
            } else if (prefix != null && type != null && ServerSettingsCheck.isOfServer(prefix.value())) {
                ofServer.put(prefix.value(), type);
            }
        }
        Set<String> known = new TreeSet<>(OTHERS);
        classes.forEach((prefix, type) -> known.addAll(SettingNames.of(prefix, type)));
        refuseUnknown(known);
        Binder binder = Binder.get(environment);
        classes.forEach((prefix, type) -> binder.bindOrCreate(prefix, Bindable.of(type)));
        new ServerSettingsCheck(environment).check(ofServer);
    }

    private void refuseUnknown(Set<String> known) {
        Set<String> uniform = known.stream().map(SettingNames::uniform).collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource all) {
                all.stream()
                        .filter(name -> ConfigurationPropertyName.of(OWN).isAncestorOf(name))
                        .filter(name -> !uniform.contains(SettingNames.uniform(name.toString())))
                        .forEach(name -> unknown.add("There is no setting " + name
                                + SettingOrigin.of(Origin.from(source.getConfigurationProperty(name))) + "."
                                + SimilarNames.suggestion(name.toString(), known)));
            }
        }
        if (!unknown.isEmpty()) {
            throw new StartRefusedException(
                    String.join("\n", unknown), "Correct the name; docs/configuration.md lists all settings.");
        }
    }
}
