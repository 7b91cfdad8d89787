package org.calcinosiscds.population;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command as people start it.
 *
 * @param folder where it works
 * @param log gets what it says
 * @param heap as {@code CDS_POPULATION_HEAP} has it
 */
record Script(Path folder, Path log, String heap) {
    private static final String COMMAND =
            Path.of("bin/cds-population").toAbsolutePath().toString();

    /** The second compiler of the JVM costs more than it saves in runs that are as short as those of tests. */
    private static final String SHORT_RUN = "-XX:TieredStopAtLevel=1";

    /** Starts it. @param javaOptions more options of Java, separated by blanks */
    Process start(String javaOptions, List<String> arguments) throws IOException {
        return start(List.of(), javaOptions, arguments);
    }

    /** Starts another command, to which the one that is to be started is given as arguments. */
    Process start(List<String> by, String javaOptions, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.add(COMMAND);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CDS_POPULATION_HEAP", heap);
        builder.environment().put("CDS_POPULATION_JAVA_OPTIONS", javaOptions + " " + SHORT_RUN);
        return builder.start();
    }
}
