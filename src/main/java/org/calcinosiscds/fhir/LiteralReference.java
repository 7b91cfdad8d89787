package org.calcinosiscds.fhir;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The address of a resource, in whatever form a reference or a fullUrl gives it: relative, absolute or a URN. The version is
 * dropped. Source: FHIR R4, References, "Literal References"; Bundle, "Resolving references in Bundles".
 *
 * @param base base URL of the server without a slash at the end; null when it is relative, and of a URN
 * @param type resource type; null for a URN
 * @param id logical id; for a URN the part after the scheme, a UUID in lower case
 */
public record LiteralReference(
        @Nullable String base, @Nullable String type, String id) {
    /** A logical id of FHIR, and also longer ids and further characters that servers use in practice. */
    public static final Pattern ID = Pattern.compile("[A-Za-z0-9._:\\-]{1,128}");

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final Pattern URN = Pattern.compile("(?i)urn:(?:uuid|oid):(.+)");
    private static final Pattern VERSION = Pattern.compile("/_history/[^/]*$");
    private static final Pattern ON_A_SERVER = Pattern.compile("(?i)https?://[^/?#]+/.+");
    private static final Pattern OID = Pattern.compile("[0-2](\\.[0-9]+)+");
    /** A UUID in either case. */
    public static final Pattern UUID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");

    /** Null when the text is no address of one resource, such as {@code #p1}, {@code p1} or {@code Patient?identifier=1}. */
    public static @Nullable LiteralReference of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Matcher urn = text.regionMatches(true, 0, "urn:", 0, 4) ? URN.matcher(text) : null;
        if (urn != null && urn.matches()) {
            String id = urn.group(1);
            boolean isUuid = UUID.matcher(id).matches() && text.regionMatches(true, 4, "uuid", 0, 4);
            boolean isOid = OID.matcher(id).matches() && text.regionMatches(true, 4, "oid", 0, 3);
            return isUuid || isOid ? new LiteralReference(null, null, alike(id)) : null;
        }
        IdType parsed = new IdType(text);
        String base = parsed.getBaseUrl();
        String type = parsed.getResourceType();
        String id = parsed.getIdPart();
        if (type == null
                || id == null
                || !TYPE.matcher(type).matches()
                || !ID.matcher(id).matches()) {
            return null;
        }
        LiteralReference reference = new LiteralReference(base == null ? null : base(base), type, id);
        // Refuses text that HAPI does not recognise as part of the address.
        return text.equals(parsed.getValue()) && reference.isAllOf(text) ? reference : null;
    }

    /** The address of a resource that has an id, on an unknown server. */
    public static LiteralReference of(Resource resource) {
        return new LiteralReference(null, resource.fhirType(), resource.getIdPart());
    }

    public boolean isUrn() {
        return type == null;
    }

    /** Type and id, such as {@code Patient/1}; the id alone of a URN. */
    public String relative() {
        return type == null ? id : type + "/" + id;
    }

    /** The same for all spellings of one address. */
    public String key() {
        if (type == null) {
            return "urn:" + id;
        }
        return base == null ? relative() : base + "/" + relative();
    }

    /** The id, or, of a UUID, its form in lower case: UUIDs that differ in case are one. */
    public static String alike(String id) {
        return UUID.matcher(id).matches() ? id.toLowerCase(Locale.ROOT) : id;
    }

    /** A base URL as references are compared: no slash at the end, scheme and host in lower case. */
    public static String base(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '/') {
            end--;
        }
        String base = url.substring(0, end);
        int path = base.indexOf('/', base.indexOf("://") + 3);
        String host = path < 0 ? base : base.substring(0, path);
        return host.toLowerCase(Locale.ROOT) + (path < 0 ? "" : base.substring(path));
    }

    private boolean isAllOf(String text) {
        String unversioned = text.contains("/_history/") ? VERSION.matcher(text).replaceFirst("") : text;
        if (base == null) {
            return unversioned.equals(relative());
        }
        return ON_A_SERVER.matcher(unversioned).matches()
                && unversioned.endsWith("/" + relative())
                && unversioned.indexOf('?') < 0
                && unversioned.indexOf('#') < 0;
    }
}
