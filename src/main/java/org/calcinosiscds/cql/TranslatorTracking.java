package org.calcinosiscds.cql;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.cqframework.cql.cql2elm.tracking.Trackable;
import org.cqframework.cql.cql2elm.utils.WeakIdentityHashMap;
import org.hl7.elm.r1.Null;

/**
 * The translator keeps types and locations of syntax elements in one weak map of the process and looks through all of it after every
 * 5,000 accesses: a third of the time of a first translation, and more with each later one. Here it does so after every
 * {@value #CALLS_BETWEEN_SEARCHES} translations.
 */
public final class TranslatorTracking {
    private static final Object MAP = read(field(Trackable.class, "extensionPropertiesByElement"), Trackable.INSTANCE);
    private static final int CALLS_BETWEEN_SEARCHES = 16;
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final Field ACCESSES = field(WeakIdentityHashMap.class, "operationCount");

    private TranslatorTracking() {}

    /** Runs a translation without searches for elements that are no longer used in between. One at a time, as {@link #alone}. */
    public static synchronized <T> T withoutCleanUp(Supplier<T> translation) {
        setAccesses(Integer.MIN_VALUE);
        try {
            return translation.get();
        } finally {
            if (CALLS.incrementAndGet() % CALLS_BETWEEN_SEARCHES == 0) {
                setAccesses(WeakIdentityHashMap.OPERATION_CLEANUP_INTERVAL);
                // Any access makes the search.
                Trackable.INSTANCE.getTrackbacks(new Null());
            }
        }
    }

    /** Runs a translation while no other runs in this process: they share models and libraries. */
    static synchronized <T> T alone(Supplier<T> translation) {
        return translation.get();
    }

    private static void setAccesses(int count) {
        try {
            ACCESSES.setInt(MAP, count);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object read(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
