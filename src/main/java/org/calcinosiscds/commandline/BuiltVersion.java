package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: version and commit that were built, and the Java that runs them. */
final class BuiltVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        String version = property("META-INF/build-info.properties", "build.version", "unknown");
        String commit = property("git.properties", "git.commit.id", "unknown");
        return new String[] {"calcinosis-cds " + version + ", commit " + commit + ", Java " + Runtime.version()};
    }

    /** Absent where the build had none, such as outside a repository. */
    private static String property(String file, String name, String absent) throws IOException {
        try (InputStream stream = BuiltVersion.class.getClassLoader().getResourceAsStream(file)) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return properties.getProperty(name, absent);
        }
    }
}
