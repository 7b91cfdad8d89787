package org.calcinosiscds.audit;

import static org.calcinosiscds.outcome.SettingRange.requirePositive;

import org.calcinosiscds.outbound.BaseUrl;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where AuditEvents go; nowhere when neither a file nor a server is named.
 *
 * @param file NDJSON file, readable by its owner alone
 * @param fileSize at which a new file is begun
 * @param files kept, the current one included
 * @param fhirServer base URL of a FHIR server that takes {@code AuditEvent}
 * @param token bearer token for that server
 * @param privateNetwork whether its name may lead to a private address, as in many hospitals
 */
@ConfigurationProperties("calcinosis.audit")
public record AuditSettings(
        @DefaultValue("") String file,
        @DefaultValue("100MB") DataSize fileSize,
        @DefaultValue("10") int files,
        @DefaultValue("") String fhirServer,
        @DefaultValue("") String token,
        @DefaultValue("false") boolean privateNetwork) {
    public AuditSettings {
        if (!file.isEmpty() && !fhirServer.isEmpty()) {
            throw new IllegalArgumentException("Set calcinosis.audit.file or calcinosis.audit.fhir-server, not both.");
        }
        if (!fhirServer.isEmpty()) {
            requireEncrypted(fhirServer);
        }
        requirePositive(files, "calcinosis.audit.files");
        requirePositive(fileSize.toBytes(), "calcinosis.audit.file-size");
    }

    /** As for the FHIR servers of clients: events name patients. */
    private static void requireEncrypted(String url) {
        String problem = "must be https; http is for localhost";
        try {
            BaseUrl base = BaseUrl.parse(url);
            if (base.scheme().equals("https") || base.isLoopback()) {
                return;
            }
        } catch (IllegalArgumentException e) {
            problem = String.valueOf(e.getMessage());
        }
        throw new IllegalArgumentException("calcinosis.audit.fhir-server " + problem + ".");
    }

    /** Without the token, so that it may end up in a log. */
    @Override
    public String toString() {
        return "AuditSettings";
    }
}
