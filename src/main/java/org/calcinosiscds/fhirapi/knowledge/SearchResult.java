package org.calcinosiscds.fhirapi.knowledge;

import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.outcome.RequestException;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.MetadataResource;
import org.springframework.web.util.UriUtils;

/** The result of a search, in pages. The address of a page has an offset, so that nothing is stored between two requests. */
record SearchResult(List<MetadataResource> found, RequestDetails request) {
    private static final int USUAL = 20;
    private static final int MAX_RESULTS = 100;
    private static final Set<String> TERMS = Set.of("_id", "url", "name", "name:exact", "name:contains", "version");
    private static final Set<String> CONTROLS =
            Set.of("_count", "_offset", "_summary", "_elements", "_format", "_pretty");

    /** @throws RequestException with 400 when there is another parameter; its name is not repeated, because it may hold anything */
    static void requireKnown(Collection<String> names) {
        for (String name : names) {
            if (!TERMS.contains(name) && !CONTROLS.contains(name)) {
                throw RequestException.badRequest(
                        "parameter",
                        "A search takes " + sorted(TERMS) + ", and " + sorted(CONTROLS) + ", and nothing else.");
            }
        }
    }

    /**
     * One page of a searchset.
     *
     * <p>With a {@code _count} of 0 it is the total alone.
     *
     * @throws RequestException with 400 when count or offset is no natural number
     */
    Bundle page(PublishedResources publication) {
        int size = Math.min(natural("_count", USUAL), MAX_RESULTS);
        int start = Math.min(natural("_offset", 0), found.size());
        Bundle bundle = new Bundle().setType(BundleType.SEARCHSET).setTotal(found.size());
        bundle.addLink().setRelation("self").setUrl(address(size, start));
        if (size == 0 || Set.of(SummaryEnum.COUNT).equals(RestfulServerUtils.determineSummaryMode(request))) {
            return bundle;
        }
        if (start > 0) {
            bundle.addLink().setRelation("previous").setUrl(address(size, Math.max(0, start - size)));
        }
        if (start + size < found.size()) {
            bundle.addLink().setRelation("next").setUrl(address(size, start + size));
        }
        found.stream()
                .skip(start)
                .limit(size)
                .map(publication::whole)
                .forEach(resource -> bundle.addEntry()
                        .setFullUrl(
                                request.getFhirServerBase() + "/" + resource.fhirType() + "/" + resource.getIdPart())
                        .setResource(resource)
                        .getSearch()
                        .setMode(SearchEntryMode.MATCH));
        return bundle;
    }

    private String address(int size, int start) {
        Stream<String> asked = request.getParameters().entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("_count")
                        && !parameter.getKey().equals("_offset"))
                .sorted(Map.Entry.comparingByKey())
                .flatMap(parameter ->
                        Stream.of(parameter.getValue()).map(value -> parameter.getKey() + "=" + encoded(value)));
        Stream<String> page =
                start == 0 ? Stream.of("_count=" + size) : Stream.of("_count=" + size, "_offset=" + start);
        return request.getFhirServerBase() + "/" + request.getResourceName() + "?"
                + Stream.concat(asked, page).collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }

    private int natural(String name, int usual) {
        String[] given = request.getParameters().get(name);
        if (given == null || given[0].isEmpty()) {
            return usual;
        }
        if (given.length > 1 || !given[0].matches("[0-9]{1,9}")) {
            throw RequestException.badRequest(
                    name, "Parameter '" + name + "' must be a whole number, 0 or more, once.");
        }
        return Integer.parseInt(given[0]);
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }
}
