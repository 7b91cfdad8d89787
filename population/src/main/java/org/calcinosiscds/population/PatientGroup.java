package org.calcinosiscds.population;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.calcinosiscds.assess.PatientLine.Kind;
import org.jspecify.annotations.Nullable;

/** The lines of one patient. The text is kept of so many lines as a patient may have; of the others only where they stand. */
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
    private final List<Place> places = new ArrayList<>();
    private final Set<Place> known = new HashSet<>();

    PatientGroup(String patient, int maxResources) {
        this.patient = patient;
        this.maxResources = maxResources;
    }

    /** Adds a line; one that names the patient twice is added once. */
    void add(Row row) {
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
        if (isTooMany()) {
            texts.clear();
        } else {
            byte[] text = row.getAs("text");
            texts.add(text);
        }
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
