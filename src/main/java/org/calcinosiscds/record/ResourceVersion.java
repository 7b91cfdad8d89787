package org.calcinosiscds.record;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Resource;

/** Compares two versions of one resource. */
final class ResourceVersion {
    /** The order in which a result has its statuses: a correction or withdrawal comes after the result that it corrects or withdraws. */
    private static final Map<ObservationStatus, Integer> STAGES = Map.of(
            ObservationStatus.REGISTERED, 0,
            ObservationStatus.PRELIMINARY, 1,
            ObservationStatus.FINAL, 2,
            ObservationStatus.AMENDED, 3,
            ObservationStatus.CORRECTED, 3,
            ObservationStatus.CANCELLED, 4,
            ObservationStatus.ENTEREDINERROR, 4);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private ResourceVersion() {}

    /** The later version by lastUpdated, else by a numeric versionId, else by the status of an Observation; the first when none of them decides. */
    static Resource later(Resource first, Resource second) {
        return compare(first, second) < 0 ? second : first;
    }

    /** Whether it is known which of the two is the later, or they are equal. */
    static boolean isOrdered(Resource first, Resource second) {
        return compare(first, second) != 0 || first.equalsDeep(second);
    }

    private static int compare(Resource first, Resource second) {
        Optional<OffsetDateTime> firstUpdated = lastUpdated(first);
        Optional<OffsetDateTime> secondUpdated = lastUpdated(second);
        if (firstUpdated.isPresent()
                && secondUpdated.isPresent()
                && !firstUpdated.get().isEqual(secondUpdated.get())) {
            return firstUpdated.get().isBefore(secondUpdated.get()) ? -1 : 1;
        }
        Optional<Long> firstVersion = versionId(first);
        Optional<Long> secondVersion = versionId(second);
        if (firstVersion.isPresent() && secondVersion.isPresent() && !firstVersion.equals(secondVersion)) {
            return firstVersion.get().compareTo(secondVersion.get());
        }
        if (first instanceof Observation firstResult && second instanceof Observation secondResult) {
            return Integer.compare(stage(firstResult), stage(secondResult));
        }
        return 0;
    }

    private static int stage(Observation observation) {
        // A status that R4 does not have is there, and null.
        return observation.getStatus() == null ? -1 : STAGES.getOrDefault(observation.getStatus(), -1);
    }

    private static Optional<Long> versionId(Resource resource) {
        String versionId = resource.getMeta().getVersionId();
        return versionId != null && NUMBER.matcher(versionId).matches()
                ? Optional.of(Long.valueOf(versionId))
                : Optional.empty();
    }

    private static Optional<OffsetDateTime> lastUpdated(Resource resource) {
        String lastUpdated = resource.getMeta().getLastUpdatedElement().getValueAsString();
        if (lastUpdated == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(lastUpdated));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
