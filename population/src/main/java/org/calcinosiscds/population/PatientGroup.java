package org.calcinosiscds.population;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.calcinosiscds.assess.PatientLine.Kind;
import org.jspecify.annotations.Nullable;

/** The lines of one patient: those that rules may read, and of a patient in the sample the others too. The text is kept of so many lines as a patient may have; of the others only where they stand. */
final class PatientGroup {
    /**
     * Where a line stands, and what it is.
     *
     * @param owners patients whose the line is; 0 for a shared one
     */
    record Place(
            int file,
            int chunk,
            long line,
            String kind,
            @Nullable String type,
            int owners) {
        boolean isOfPatient() {
            return kind.equals(Kind.PATIENT.name()) || kind.equals(Kind.BUNDLE.name());
        }
    }

    private final String patient;
    private final int maxResources;
    private final List<byte[]> texts = new ArrayList<>();
    private final List<byte[]> wholes = new ArrayList<>();
    private final List<byte[]> unread = new ArrayList<>();
    private boolean isSampled;
    private final List<Place> places = new ArrayList<>();
    private final Set<Place> known = new HashSet<>();

    PatientGroup(String patient, int maxResources) {
        this.patient = patient;
        this.maxResources = maxResources;
    }

    /** Adds a line; one that names the patient twice is added once. */
    void add(Row row) {
        byte[] text = row.getAs("text");
        byte[] whole = row.getAs("whole");
        if (text == null) {
            if (unread.size() <= maxResources) {
                unread.add(whole);
            }
            return;
        }
        Place place = new Place(
                row.getAs("file"),
                row.getAs("chunk"),
                row.getAs("line"),
                row.getAs("kind"),
                row.getAs("type"),
                row.getAs("owners"));
        if (!known.add(place)) {
            return;
        }
        places.add(place);
        boolean isInSample = row.getAs("sampled");
        isSampled |= isInSample;
        if (isTooMany()) {
            texts.clear();
            wholes.clear();
        } else {
            texts.add(text);
            wholes.add(whole == null ? text : whole);
        }
    }

    /** Whether the patient is in the sample, and there are not too many resources to look at all of them. */
    boolean isSampled() {
        return isSampled && !isTooMany() && unread.size() <= maxResources;
    }

    /** What was sent of the patient, those that no rule reads at the end. */
    List<byte[]> allTexts() {
        List<byte[]> all = new ArrayList<>(wholes);
        all.addAll(unread);
        return all;
    }

    String patient() {
        return patient;
    }

    List<byte[]> texts() {
        return texts;
    }

    List<Place> places() {
        return places;
    }

    boolean isTooMany() {
        return places.size() > maxResources;
    }

    /** The line of the Patient; null when the patient was not sent. */
    @Nullable
    Place ofPatient() {
        return places.stream().filter(Place::isOfPatient).findFirst().orElse(null);
    }
}
