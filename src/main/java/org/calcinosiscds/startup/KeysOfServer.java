package org.calcinosiscds.startup;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableKeyException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.calcinosiscds.outcome.SimilarNames;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ssl.JksSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Tries the keys and certificates of a web server with TLS. Values are not repeated: a certificate may stand in the setting itself. */
final class KeysOfServer {
    private static final String REMEDY =
            "Name a key store with its password, or a certificate and its private key in PEM, in files that the service may read.";

    private static final String USELESS = "holds nothing that can be used for TLS";

    private final Environment environment;
    private final SslProperties.Bundles bundles;
    private final Binder binder;

    KeysOfServer(Environment environment, Binder binder) {
        this.environment = environment;
        this.binder = binder;
        this.bundles = binder.bind("spring.ssl", SslProperties.class)
                .orElseGet(SslProperties::new)
                .getBundle();
    }

    /** @param prefix of the settings of a server, such as {@code server.ssl} */
    void check(String prefix) {
        Ssl settings = binder.bind(prefix, Ssl.class).orElse(null);
        if (settings == null || !settings.isEnabled()) {
            return;
        }
        settings.getServerNameBundles().forEach(each -> checkBundle(prefix + ".server-name-bundles", each.bundle()));
        if (settings.getBundle() != null) {
            checkBundle(prefix + ".bundle", settings.getBundle());
        } else if (hasKey(settings)) {
            String ofKey = prefix + (settings.getKeyStore() != null ? ".key-store" : ".certificate");
            String ofTrust = prefix + (settings.getTrustStore() != null ? ".trust-store" : ".trust-certificate");
            // Spring Boot reads both stores at once.
            Ssl ofKeyAlone = binder.bind(prefix, Ssl.class).get();
            ofKeyAlone.setTrustStore(null);
            ofKeyAlone.setTrustCertificate(null);
            SslBundle own = tried(ofKey, USELESS, () -> WebServerSslBundle.get(ofKeyAlone));
            tryOut(own, prefix, ofKey, ofTrust);
            tried(ofTrust, USELESS, () -> WebServerSslBundle.get(settings));
        } else if (settings.getServerNameBundles().isEmpty()) {
            throw refusal(prefix + ".enabled", "turns on TLS, and no key is set for it");
        }
    }

    private static boolean hasKey(Ssl settings) {
        return Stream.of(settings.getKeyStore(), settings.getCertificate(), settings.getKeyStoreProvider())
                .anyMatch(StringUtils::hasText);
    }

    /** @param setting that names the bundle */
    private void checkBundle(String setting, String name) {
        PemSslBundleProperties pem = bundles.getPem().get(name);
        JksSslBundleProperties jks = bundles.getJks().get(name);
        if (pem != null) {
            String prefix = "spring.ssl.bundle.pem." + name;
            tryOut(PropertiesSslBundle.get(pem), prefix, prefix + ".keystore", prefix + ".truststore");
        } else if (jks != null) {
            String prefix = "spring.ssl.bundle.jks." + name;
            tryOut(PropertiesSslBundle.get(jks), prefix, prefix + ".keystore", prefix + ".truststore");
        } else {
            Set<String> names = new TreeSet<>(bundles.getPem().keySet());
            names.addAll(bundles.getJks().keySet());
            throw new StartRefusedException(
                    "Setting " + setting + SettingOrigin.of(environment, setting)
                            + " names a bundle that is not under spring.ssl.bundle."
                            + SimilarNames.suggestion(name, names),
                    "Add spring.ssl.bundle.pem.NAME.keystore.certificate and .private-key, or correct the name.");
        }
    }

    private void tryOut(SslBundle bundle, String all, String ofKey, String ofTrust) {
        KeyStore keys = tried(
                ofKey, USELESS, () -> Objects.requireNonNull(bundle.getStores().getKeyStore()));
        tried(
                ofTrust,
                USELESS,
                () -> Objects.requireNonNullElse(bundle.getStores().getTrustStore(), keys));
        tried(all + ".key-alias", "names no key of the store", () -> {
            bundle.getKey().assertContainsAlias(keys);
            return keys;
        });
        tried(all + ".protocol", "is no protocol that Java knows", () -> protocol(bundle.getProtocol()));
        tried(ofKey, USELESS, bundle::createSslContext);
    }

    private static SSLContext protocol(String name) {
        try {
            return SSLContext.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Step<T> {
        T result();
    }

    /** @param otherwise what to say when the failure is none that is known */
    private <T> T tried(String setting, String otherwise, Step<T> step) {
        try {
            return step.result();
        } catch (RuntimeException e) {
            throw refusal(setting, reason(e, otherwise));
        }
    }

    private static String reason(Throwable failure, String otherwise) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(KeysOfServer::known)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(otherwise);
    }

    private static @Nullable String known(Throwable cause) {
        if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
            return "names a file that is not there or cannot be read";
        }
        return cause instanceof UnrecoverableKeyException ? "cannot be opened with the password that is set" : null;
    }

    private StartRefusedException refusal(String setting, String problem) {
        return new StartRefusedException(
                "Setting " + setting + SettingOrigin.of(environment, setting) + " " + problem + ".", REMEDY);
    }
}
