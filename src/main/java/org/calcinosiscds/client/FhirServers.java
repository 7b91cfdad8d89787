package org.calcinosiscds.client;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** @param byClient FHIR servers of the configured clients, by the name of the client */
public record FhirServers(Map<String, List<FhirServer>> byClient) {
    /** Each server once, also when several clients share it. */
    public List<FhirServer> all() {
        return List.copyOf(byClient.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(FhirServer::base, server -> server, (one, other) -> one))
                .values());
    }
}
