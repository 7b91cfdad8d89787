package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/**
 * The whole service on a port, with a decision support that repeats what it is given. Missing data is answered 412, which names what is
 * missing.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "calcinosis.open.degraded-card=false")
@Import(FakeDecisionSupportConfiguration.class)
public abstract class HookTest {
    public static final String SERVICE = "/cds-services/" + FakeDecisionSupport.SERVICE;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort
    public int port;

    ValidatableResponse call(Object body) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(body.toString())
                .when()
                .post(SERVICE)
                .then();
    }

    /** The same with bytes and little ado, for tests that call thousands of times. */
    HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + SERVICE))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
