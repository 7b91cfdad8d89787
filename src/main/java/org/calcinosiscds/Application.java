package org.calcinosiscds;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the service. */
@SpringBootApplication
class Application {
    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    /** The only source of "now". */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
