package org.calcinosiscds.population;

import java.util.List;

/** What Spark needs of the JVM, as {@code bin/cds-population} passes it. Without it Spark fails late, and does not say why. */
final class JvmFlags {
    /** Modules and packages that are to be opened. */
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.util.calendar",
            "java.security.jgss/sun.security.krb5");

    private JvmFlags() {}

    /** Flags without which this JVM was started. */
    static List<String> missing() {
        return OPENED.stream()
                .filter(each -> !isOpen(each.split("/")))
                .map(JvmFlags::flag)
                .toList();
    }

    /** All flags. */
    static List<String> required() {
        return OPENED.stream().map(JvmFlags::flag).toList();
    }

    private static String flag(String moduleAndPackage) {
        return "--add-opens=" + moduleAndPackage + "=ALL-UNNAMED";
    }

    /** A module or package that this JVM does not have need not be opened. */
    private static boolean isOpen(String... moduleAndPackage) {
        return ModuleLayer.boot()
                .findModule(moduleAndPackage[0])
                .filter(module -> module.getPackages().contains(moduleAndPackage[1]))
                .map(module -> module.isOpen(moduleAndPackage[1], JvmFlags.class.getModule()))
                .orElse(true);
    }
}
