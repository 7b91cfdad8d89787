package org.calcinosiscds.record;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RejectedInputException.Kind;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * Parses each entry of a Bundle by itself, so that the parser neither links resources to each other nor replaces ids by
 * fullUrls, and an error names its entry.
 */
public final class BundleReader {
    private static final int BUNDLES_IN_BUNDLES = 2;

    private final JsonGuard guard;
    private final FhirReader reader;

    public BundleReader(JsonGuard guard, FhirReader reader) {
        this.guard = guard;
        this.reader = reader;
    }

    /**
     * Reads a Bundle of any type, or a single resource as if it were the only entry of one.
     *
     * @throws RejectedInputException when it is neither
     */
    public ReceivedBundle read(JsonValue value) {
        return read(value, false);
    }

    /**
     * The same, refusing also elements that FHIR R4 does not have where rules read.
     *
     * @throws RejectedInputException when it is neither, or the Bundle itself is not of FHIR R4
     */
    public ReceivedBundle readStrictly(JsonValue value) {
        return read(value, true);
    }

    private ReceivedBundle read(JsonValue value, boolean isStrict) {
        Unpacked unpacked = new Unpacked(isStrict);
        unpack(value.require(JsonValue.Kind.OBJECT), unpacked, 0);
        unpacked.failed |= "OperationOutcome".equals(value.textOf("resourceType"));
        return new ReceivedBundle(
                List.copyOf(unpacked.resources),
                unpacked.failed,
                unpacked.isNotSupported(),
                unpacked.paging,
                List.copyOf(unpacked.skipped));
    }

    private void unpack(JsonValue value, Unpacked unpacked, int level) {
        if (!"Bundle".equals(value.textOf("resourceType"))) {
            add(value, null, unpacked);
            if (!unpacked.isStrict && !reader.isType(value.textOf("resourceType"))) {
                throw FhirReader.notR4(value); // It was received in place of all requested data.
            }
            return;
        }
        if (level > BUNDLES_IN_BUNDLES) {
            throw new RejectedInputException(
                    Kind.LIMIT, value.location(), "Bundles in Bundles too deep", "fewer levels");
        }
        JsonValue bundle = level == 0 ? value : guard.reopen(value);
        if (unpacked.isStrict) {
            BundleEnvelope.requirePlain(bundle);
        }
        unpacked.note(paging(bundle), level);
        for (JsonValue entry : elements(bundle, "entry")) {
            JsonValue resource = entry.require(JsonValue.Kind.OBJECT).property("resource");
            if (unpacked.isStrict) {
                BundleEnvelope.requirePlainEntry(entry);
            }
            if (resource == null || isOutcomeOfSearch(entry, resource)) {
                continue;
            }
            if ("Bundle".equals(resource.textOf("resourceType"))) {
                unpack(resource, unpacked, level + 1);
                continue;
            }
            add(resource, entry.textOf("fullUrl"), unpacked);
        }
    }

    private void add(JsonValue value, @Nullable String fullUrl, Unpacked unpacked) {
        FhirReader.Reading reading = reader.readForRules(value, unpacked.isStrict);
        if (reading.resource() == null) {
            unpacked.skipped.add(SkippedResource.of(value));
        } else {
            unpacked.add(new ReceivedResource(reading.resource(), value.location(), fullUrl, reading.error()));
        }
    }

    private static Paging paging(JsonValue bundle) {
        String next = null;
        for (JsonValue link : elements(bundle, "link")) {
            if ("next".equals(link.textOf("relation"))) {
                next = Objects.requireNonNullElse(link.textOf("url"), "");
            }
        }
        long matches = elements(bundle, "entry").stream()
                .filter(entry -> entry.property("resource") != null && isMatch(entry))
                .count();
        JsonValue total = bundle.property("total");
        BigDecimal count = total == null ? null : total.number();
        return new Paging(next, matches, count == null ? 0 : count.longValue(), false);
    }

    private static boolean isMatch(JsonValue entry) {
        JsonValue search = entry.property("search");
        String mode = search == null ? null : search.textOf("mode");
        return mode == null || mode.equals("match");
    }

    private static boolean isOutcomeOfSearch(JsonValue entry, JsonValue resource) {
        JsonValue search = entry.property("search");
        return search != null
                && "outcome".equals(search.textOf("mode"))
                && !"OperationOutcome".equals(resource.textOf("resourceType"));
    }

    private static List<JsonValue> elements(JsonValue bundle, String name) {
        JsonValue array = bundle.property(name);
        return array == null ? List.of() : array.require(JsonValue.Kind.ARRAY).elements();
    }

    private static final class Unpacked {
        final List<ReceivedResource> resources = new ArrayList<>();
        final boolean isStrict;
        Paging paging = Paging.ALL;
        boolean failed;
        private int outcomes;
        private int notSupported;
        final List<SkippedResource> skipped = new ArrayList<>();

        Unpacked(boolean isStrict) {
            this.isStrict = isStrict;
        }

        boolean isNotSupported() {
            return resources.isEmpty() && outcomes > 0 && notSupported == outcomes && paging.next() == null;
        }

        /** Only the outermost Bundle can be followed to its next page. */
        void note(Paging found, int level) {
            paging = level == 0
                    ? found
                    : new Paging(
                            paging.next(),
                            paging.matches(),
                            paging.total(),
                            paging.hasIncompletePart() || !found.isComplete());
        }

        /** Adds a resource. An OperationOutcome is not data: with an error it reports that the data could not be read. */
        void add(ReceivedResource received) {
            if (received.resource() instanceof OperationOutcome outcome) {
                outcomes++;
                notSupported += outcome.getIssue().stream().anyMatch(issue -> issue.getCode() == IssueType.NOTSUPPORTED)
                        ? 1
                        : 0;
                failed |= outcome.getIssue().stream()
                        .anyMatch(issue -> issue.getSeverity() == IssueSeverity.ERROR
                                || issue.getSeverity() == IssueSeverity.FATAL);
            } else {
                resources.add(received);
            }
        }
    }
}
