package org.calcinosiscds.outbound;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Base URL of a server, in one spelling, so that two can be compared.
 *
 * <p>Comparing texts is what attackers hope for: {@code https://ehr.example.attacker.net} starts with {@code https://ehr.example}. So
 * scheme, host and port must be equal and paths are compared segment by segment; whatever two parsers could read in two ways (user
 * names, dot segments, encoded slashes, backslashes) is refused.
 *
 * @param scheme {@code https} or {@code http}
 * @param host lower case, ASCII, without a last dot; IPv6 in brackets
 * @param port never the scheme's own default written as -1
 * @param segments of the path, without empty ones at the end
 */
public record BaseUrl(String scheme, String host, int port, List<String> segments) {
    private static final int MAX_LENGTH = 8 * 1024;
    private static final Pattern UNCLEAR = Pattern.compile("[\\\\\\s\\p{Cntrl}]");
    private static final Pattern UNCLEAR_IN_PATH = Pattern.compile("(?i)%(?:2f|5c|2e|00|25|3b)");
    /** Tomcat takes {@code ..;} for the parent: what follows a semicolon is a parameter of the segment. */
    private static final Pattern DOTS = Pattern.compile("\\.{0,2}(?:;.*)?");

    /** What servers write into links although RFC 3986 wants it encoded. */
    private static final Pattern TO_BE_ENCODED = Pattern.compile("[|\"<>^`{}]");

    private static final Pattern AUTHORITY = Pattern.compile("(?i)(https?://)([^/?#@:\\[\\]]+)(.*)");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[(?:0*:)*:?0*1]");

    /**
     * Reads a base URL: absolute, http or https, no user, no query, no fragment.
     *
     * @throws IllegalArgumentException when it is anything else; the message does not repeat it
     */
    public static BaseUrl parse(String text) {
        URI uri = uri(text);
        if (uri.getRawQuery() != null) {
            throw new IllegalArgumentException("must have no query");
        }
        return of(uri);
    }

    private static BaseUrl of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("must be an absolute http or https URL");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must have a host, no user and no fragment");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new BaseUrl(scheme, host.endsWith(".") ? host.substring(0, host.length() - 1) : host, port, path(uri));
    }

    private static List<String> path(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
        List<String> segments = path.isEmpty()
                ? List.of()
                : Arrays.asList(path.replaceFirst("/$", "").split("/", -1));
        if (UNCLEAR_IN_PATH.matcher(path).find()
                || segments.stream().anyMatch(each -> DOTS.matcher(each).matches())) {
            throw new IllegalArgumentException("must have a path without empty or dot segments and encoded slashes");
        }
        return List.copyOf(segments);
    }

    private static URI uri(String text) {
        if (text.length() > MAX_LENGTH || UNCLEAR.matcher(text).find()) {
            throw new IllegalArgumentException("must be a plain URL of at most " + MAX_LENGTH + " characters");
        }
        try {
            Matcher authority = AUTHORITY.matcher(text);
            URI uri = new URI(
                    authority.matches() ? authority.group(1) + ascii(authority.group(2)) + authority.group(3) : text);
            // What is not ASCII would become question marks on its way.
            return new URI(uri.toASCIIString());
        } catch (URISyntaxException | IllegalArgumentException e) {
            // The message of the exception may quote the text.
            throw new IllegalArgumentException("must be a URL");
        }
    }

    /** Strictly, because there are other slashes, colons and question marks that would else become our own. */
    private static String ascii(String host) {
        return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
    }

    /** Whether the other is this one or lies under it. */
    public boolean contains(BaseUrl other) {
        return scheme.equals(other.scheme)
                && host.equals(other.host)
                && port == other.port
                && other.segments.size() >= segments.size()
                && other.segments.subList(0, segments.size()).equals(segments);
    }

    /**
     * A link that the server named, absolute or relative to this base.
     *
     * @throws IllegalArgumentException when it leads out of this base
     */
    public URI within(String link) {
        URI relative = uri(encoded(link));
        // A link may be only a query, which Java would resolve to the folder of the base.
        URI target = link.startsWith("?")
                ? URI.create(this + relative.toString())
                : URI.create(this + "/").resolve(relative);
        if (!contains(of(target))) {
            throw new IllegalArgumentException("must lie under the base URL");
        }
        return target;
    }

    /**
     * A link that the server wrote under another name of its own, as servers behind a proxy do: its path and query under this base.
     *
     * @param self how the server called what was just read from it; null when it did not say
     * @param asked relative to this base, what was read; query included or not
     * @throws IllegalArgumentException when it does not lie under a base of that server that corresponds to this one
     */
    public URI translated(String link, @Nullable String self, String asked) {
        URI target = uri(encoded(link));
        BaseUrl named = of(withoutQuery(target));
        List<String> theirs = segments;
        if (self != null) {
            List<String> ofSelf = of(withoutQuery(uri(encoded(self)))).segments;
            List<String> ofAsked = List.of(asked.replaceFirst("\\?.*", "").split("/"));
            int base = ofSelf.size() - ofAsked.size();
            if (base >= 0 && ofSelf.subList(base, ofSelf.size()).equals(ofAsked)) {
                theirs = ofSelf.subList(0, base);
            }
        }
        if (named.segments.size() < theirs.size()
                || !named.segments.subList(0, theirs.size()).equals(theirs)) {
            throw new IllegalArgumentException("must lie under the base URL of the server");
        }
        String path = String.join("/", named.segments.subList(theirs.size(), named.segments.size()));
        return within(path + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()));
    }

    private static URI withoutQuery(URI uri) {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? uri : URI.create(text.substring(0, query));
    }

    private static String encoded(String link) {
        return TO_BE_ENCODED
                .matcher(link)
                .replaceAll(found -> "%%%02X".formatted((int) found.group().charAt(0)));
    }

    /** Whether it names this machine, in one of the usual ways. */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /** Scheme, host and port: what connections are shared by. */
    public String origin() {
        return scheme + "://" + host + ":" + port;
    }

    /** Without a slash at the end, and without the port when it is the scheme's own. */
    @Override
    public String toString() {
        boolean isDefault = port == (scheme.equals("https") ? 443 : 80);
        String origin = scheme + "://" + host + (isDefault ? "" : ":" + port);
        return segments.isEmpty() ? origin : origin + "/" + String.join("/", segments);
    }
}
