package org.calcinosiscds.cdshooks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.decision.DecisionSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Lists the services. The list changes only with the knowledge base, so a client that has the current one gets status 304. */
@RestController
class DiscoveryController {
    private final Document version2;
    private final Document version3;

    DiscoveryController(DecisionSupport decisionSupport, JsonMapper json) {
        this.version2 = Document.of(json.writeValueAsString(Discovery.of(decisionSupport.services(), false)));
        this.version3 = Document.of(json.writeValueAsString(Discovery.of(decisionSupport.services(), true)));
    }

    /** @param client null when the request has no token */
    @GetMapping(path = "/cds-services", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> discover(
            @RequestAttribute(name = CdsClient.ATTRIBUTE, required = false) @Nullable CdsClient client) {
        Document document = client != null && client.isVersion3() ? version3 : version2;
        return ResponseEntity.ok()
                .eTag(document.tag)
                .cacheControl(CacheControl.noCache())
                .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
                .contentType(MediaType.APPLICATION_JSON)
                .body(document.body.getBytes(StandardCharsets.UTF_8));
    }

    private record Document(String body, String tag) {
        static Document of(String body) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
                return new Document(body, HexFormat.of().formatHex(hash, 0, 16));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has SHA-256.");
            }
        }
    }
}
