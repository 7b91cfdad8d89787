package org.calcinosiscds.startup;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names of settings, as the documentation writes them: {@code calcinosis.fetch.per-server}, {@code calcinosis.clients.name}. */
final class SettingNames {
    private SettingNames() {}

    /** The names that a record of settings has, with those of the records in it and in its lists. */
    static List<String> of(String prefix, Class<?> settings) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : settings.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Class<?> type = element(component);
            if (type.isRecord()) {
                names.addAll(of(name, type));
            } else {
                names.add(name);
            }
        }
        return names;
    }

    /** One form for all spellings that Spring Boot takes: no case, no separators, no index of a list. */
    static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("\\[\\d+]|[._]\\d+(?=[._]|$)", "")
                .replaceAll("[._-]", "");
    }

    private static Class<?> element(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType list) {
            Type argument = list.getActualTypeArguments()[0];
            return argument instanceof Class<?> type ? type : component.getType();
        }
        return component.getType();
    }
}
