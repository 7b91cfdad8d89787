package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code token}: a token of a test client. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints a signed token of a test client, as an EHR sends it with a call of CDS Hooks; it is good for one call.",
            "The service must know the public key: --public prints what the setting keys of the client leads to."
        },
        footer = {
            "",
            "Example: a test client, and a token of it for a service behind https://cds.example.org.",
            "  cds token --key test-key.json --public > test-keys.json",
            "  cds token --key test-key.json --issuer https://test.example.org \\",
            "    --audience https://cds.example.org/cds-services/calcinosis-patient-view",
            "In the settings, clients has then an entry with name: test, issuer: https://test.example.org and",
            "keys: file:test-keys.json.",
            "",
            "Exit codes: 0 it was printed, 2 the command line is wrong, 3 it failed."
        })
public final class TokenCommand implements Callable<Integer> {
    private static final Duration MAX_LIFETIME = Duration.ofHours(1);

    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "Private key of the test client as a JWK; made when there is no such file.")
    private Path key = Path.of("");

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            description = "Algorithm of a key that is made: ES384 (default) or RS384.")
    private SigningKey.Algorithm algorithm = SigningKey.Algorithm.ES384;

    @Option(names = "--public", description = "Print the public JWK Set in place of a token.")
    private boolean isPublic;

    @Option(names = "--issuer", paramLabel = "ISS", description = "The issuer of the client in the settings.")
    private @Nullable String issuer;

    @Option(
            names = "--audience",
            paramLabel = "URL",
            description =
                    "Address of the endpoint, such as https://cds.example.org/cds-services/<id>; /fhir for FHIR calls.")
    private @Nullable String audience;

    @Option(names = "--tenant", paramLabel = "ID", description = "Organisation, where the client has tenants.")
    private @Nullable String tenant;

    @Option(
            names = "--life",
            paramLabel = "DURATION",
            description = "How long it is good, as ISO 8601: PT5M by default, at most PT1H.")
    private Duration life = Duration.ofMinutes(5);

    public TokenCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter messages = spec.commandLine().getErr();
        String iss = issuer;
        String aud = audience;
        if (!isPublic && (iss == null || aud == null)) {
            messages.println("A token needs --issuer and --audience; --public prints the public keys instead.");
            return 2;
        }
        if (life.isNegative() || life.isZero() || life.compareTo(MAX_LIFETIME) > 0) {
            messages.println("--life must be more than nothing and at most PT1H.");
            return 2;
        }
        boolean isNew = !Files.exists(key);
        SigningKey signing;
        try {
            signing = SigningKey.of(key, algorithm);
        } catch (IOException e) {
            messages.println("Cannot use " + key + ": " + SigningKey.reason(e));
            return 2;
        }
        if (isNew) {
            messages.println("Made the private key " + key + ".");
        }
        out.println(
                iss == null || aud == null || isPublic
                        ? signing.jwkSet()
                        : signing.token(iss, aud, tenant, clock.instant(), life));
        out.flush();
        return 0;
    }
}
