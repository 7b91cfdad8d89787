package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cqframework.cql.cql2elm.tracking.Trackable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class TranslatorTrackingTests {
    private static final int DEFINES = 1000;
    private static final int TRANSLATIONS = 32;

    @Test
    void whatNothingUsesIsForgotten() throws ReflectiveOperationException {
        // The libraries of the language itself stay.
        translate("define \"First\": 1", 0);
        int before = size();
        for (int i = 0; i < TRANSLATIONS; i++) {
            translate("define \"%d\": 1 + 2".formatted(i), DEFINES);
        }
        System.gc();
        // One of these looks through the map; what the others add is little.
        for (int i = 0; i < 16; i++) {
            translate("define \"Last\": 1", 0);
        }

        assertThat(size() - before).isLessThan(TRANSLATIONS * DEFINES);
    }

    /** Without a store that would keep it. */
    private static void translate(String first, int defines) {
        String source = "library Short version '1.0.0'\n" + first
                + IntStream.range(0, defines)
                        .mapToObj("\ndefine \"Number %d\": 3 + 4"::formatted)
                        .collect(Collectors.joining());
        assertThat(TranslatorTracking.<Boolean>withoutCleanUp(() -> new LibraryTranslator(new TranslationStore())
                        .translate("Short", source)
                        .isEmpty()))
                .isTrue();
    }

    private static int size() throws ReflectiveOperationException {
        Field map = Trackable.class.getDeclaredField("extensionPropertiesByElement");
        map.setAccessible(true);
        Object elements = map.get(Trackable.INSTANCE);
        Field backing = elements.getClass().getDeclaredField("backingMap");
        backing.setAccessible(true);
        return ((Map<?, ?>) backing.get(elements)).size();
    }
}
