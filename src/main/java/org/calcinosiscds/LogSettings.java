package org.calcinosiscds;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the log may hold.
 *
 * @param patientData whether libraries may log below INFO when {@code logging.level} says so; they log access tokens, requests and
 *     records of patients there
 */
@ConfigurationProperties("calcinosis.log")
record LogSettings(@DefaultValue("false") boolean patientData) {}
