package org.calcinosiscds.fhirapi.knowledge;

import ca.uhn.fhir.model.api.IQueryParameterAnd;
import ca.uhn.fhir.model.api.IQueryParameterOr;
import ca.uhn.fhir.rest.param.StringAndListParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenAndListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.param.UriAndListParam;
import ca.uhn.fhir.rest.param.UriParam;
import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Matches resources against search parameters: tokens, URIs and strings, as defined in FHIR R4, Search. */
final class SearchParameters {
    private SearchParameters() {}

    static boolean anyToken(@Nullable TokenAndListParam asked, @Nullable String value) {
        return matches(asked, (TokenParam token) -> {
            return (token.getSystem() == null || token.getSystem().isEmpty())
                    && token.getValue().equals(value);
        });
    }

    static boolean anyUri(@Nullable UriAndListParam asked, @Nullable String value) {
        return matches(asked, (UriParam uri) -> {
            return uri.getValue().equals(value);
        });
    }

    static boolean anyText(@Nullable StringAndListParam asked, @Nullable String value) {
        return matches(asked, (StringParam text) -> {
            if (value == null || text.isExact()) {
                return text.getValue().equals(value);
            }
            String folded = folded(value);
            return text.isContains()
                    ? folded.contains(folded(text.getValue()))
                    : folded.startsWith(folded(text.getValue()));
        });
    }

    @SuppressWarnings("unchecked")
    private static <P> boolean matches(
            @Nullable IQueryParameterAnd<? extends IQueryParameterOr<?>> asked, Predicate<P> isMatch) {
        return asked == null
                || asked.getValuesAsQueryTokens().stream()
                        .allMatch(or -> or.getValuesAsQueryTokens().stream().anyMatch(each -> isMatch.test((P) each)));
    }

    /** "Andre" finds "André": FHIR asks for searches without regard to case and accents. */
    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }
}
