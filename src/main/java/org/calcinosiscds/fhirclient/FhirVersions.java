package org.calcinosiscds.fhirclient;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions of FHIR that this service reads: R4 alone. Its resources look like those of R4B and R5 and mean other things. */
final class FhirVersions {
    private static final Pattern PARAMETER = Pattern.compile(";\\s*fhirversion\\s*=\\s*\"?([^;\"\\s]*)");

    private FhirVersions() {}

    /** Source: FHIR R4, RESTful API, "FHIR Version Parameter". A type without it says nothing, and is taken for R4. */
    static boolean isR4(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        Matcher parameter = PARAMETER.matcher(contentType.toLowerCase(Locale.ROOT));
        return !parameter.find() || parameter.group(1).matches("4\\.0(\\..*)?");
    }
}
