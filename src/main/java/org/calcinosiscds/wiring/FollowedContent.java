package org.calcinosiscds.wiring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.calcinosiscds.authoring.ContentSession;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.authoring.Finding;
import org.calcinosiscds.cql.CqlKnowledge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The content of a folder as its author saved it last. The files are looked at once in each request, so that no answer is made from an
 * older text, or from two; while they have defects, the last content without any answers.
 */
public final class FollowedContent implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(FollowedContent.class);

    private static final String OF_REQUEST = FollowedContent.class.getName();

    private final ContentSession session;

    FollowedContent(ContentSession session) {
        this.session = session;
    }

    /** An object that answers each call from the content as it was when its request first asked, outside of a request as it is now. */
    <T> T following(Class<T> type, Function<CqlKnowledge, T> part) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return method.invoke(part.apply(ofRequest()), arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNullElse(e.getCause(), e);
                    }
                });
        return type.cast(proxy);
    }

    private CqlKnowledge ofRequest() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request == null) {
            return current();
        }
        if (request.getAttribute(OF_REQUEST, RequestAttributes.SCOPE_REQUEST) instanceof CqlKnowledge seen) {
            return seen;
        }
        CqlKnowledge seen = current();
        request.setAttribute(OF_REQUEST, seen, RequestAttributes.SCOPE_REQUEST);
        return seen;
    }

    private synchronized CqlKnowledge current() {
        ContentSession.Update update = session.look();
        if (update != null) {
            log.atInfo()
                    .addKeyValue("files", update.files().size())
                    .addKeyValue("translated", update.translated().size())
                    .addKeyValue("isGood", update.isGood())
                    .log("Read changed content.");
        }
        return session.knowledge();
    }

    /** The folder, without waiting for a check or a translation. */
    public Path folder() {
        return session.folder();
    }

    /** The files as they are now, and what answers. */
    public synchronized ContentState state() {
        current();
        return session.state();
    }

    /**
     * What would be wrong if a file had another text.
     *
     * @param file path below the folder of content
     */
    public synchronized List<Finding> findings(String file, String text) {
        return session.findings(file, text);
    }

    /** Version of the content that answers: SHA-256 of its files. */
    synchronized String version() {
        current();
        return session.version();
    }

    /** Content with findings is not used, so the service answers: its state is unknown, not down. */
    @Override
    public synchronized Health health() {
        current();
        List<Finding> findings = session.findings();
        return findings.isEmpty()
                ? Health.up().withDetail("version", session.version()).build()
                : Health.unknown()
                        .withDetail("version", session.version())
                        .withDetail(
                                "findings",
                                findings.stream()
                                        .map(each -> each.file() + ":" + each.line() + ":" + each.column() + " "
                                                + each.code() + " " + each.message())
                                        .toList())
                        .build();
    }
}
