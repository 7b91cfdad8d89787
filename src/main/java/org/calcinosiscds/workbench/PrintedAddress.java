package org.calcinosiscds.workbench;

import org.calcinosiscds.wiring.FollowedContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Prints the address of the page when the service is ready and the content of the folder is translated. What follows {@code #} stays in the browser. */
@Component
@InAuthoringMode
final class PrintedAddress {
    private static final Logger log = LoggerFactory.getLogger(PrintedAddress.class);

    private final WorkbenchToken token;
    private final FollowedContent content;
    private final Environment environment;

    PrintedAddress(WorkbenchToken token, FollowedContent content, Environment environment) {
        this.token = token;
        this.content = content;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        content.state();
        String port = environment.getProperty("local.server.port", "8080");
        log.info("The workbench is at http://localhost:{}{}#token={}", port, WorkbenchGuard.PATH, token.value());
    }
}
