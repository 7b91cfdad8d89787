package org.calcinosiscds;

import java.time.Clock;
import org.calcinosiscds.commandline.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the service, or a command in its place. */
@SpringBootApplication
public class Application {
    private static final String LOGBACK_FILE = "logback.configurationFile";

    public static void main(String[] arguments) {
        boolean isServe = Commands.isServe(arguments);
        if (!isServe) {
            // Before the first logger: standard output is for the answer.
            System.setProperty(LOGBACK_FILE, "logback-command.xml");
        }
        EndOnOutOfMemory.install();
        // That made the first logger. Spring Boot warns of the property where it finds it.
        System.clearProperty(LOGBACK_FILE);
        if (isServe) {
            SpringApplication service = new SpringApplication(Application.class);
            service.addInitializers(new ManagementPort());
            service.run(Commands.settings(arguments));
        } else {
            System.exit(Commands.run(arguments, new Application().clock()));
        }
    }

    /** The only source of "now". */
    @Bean
    public Clock clock() {
        return Clock.systemUTC();
    }
}
