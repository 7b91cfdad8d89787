package org.calcinosiscds.recognition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Resource;

/** Counts over many records how many entries were recognised. For one thread. Holds codes and counts, nothing of a patient. */
public final class Coverage {
    /** How many of the unrecognised codes are reported. */
    private static final int TOLD = 10;
    /** What cannot be a code, such as a name that stands where a code belongs, is not told. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._/-]{1,40}");

    private final Map<Entry.Kind, Map<String, Share>> shares = new EnumMap<>(Entry.Kind.class);
    private final Map<Unknown, Integer> unrecognised = new HashMap<>();
    private int records;

    /**
     * Entries of one kind and code system.
     *
     * @param byCode recognised by a code
     * @param byName recognised by a name
     * @param unrecognised all others
     */
    public record Share(int byCode, int byName, int unrecognised) {
        private static final Share NONE = new Share(0, 0, 0);

        private Share plus(RecognisedConcept judgement) {
            if (!judgement.isRecognised()) {
                return new Share(byCode, byName, unrecognised + 1);
            }
            return judgement.means() == RecognisedConcept.Means.NAME
                    ? new Share(byCode, byName + 1, unrecognised)
                    : new Share(byCode + 1, byName, unrecognised);
        }

        public int entries() {
            return byCode + byName + unrecognised;
        }

        /** In whole percent, rounded down, so that 100 means every entry. */
        public int percent() {
            return entries() == 0 ? 100 : 100 * (byCode + byName) / entries();
        }

        private Share plus(Share other) {
            return new Share(byCode + other.byCode, byName + other.byName, unrecognised + other.unrecognised);
        }
    }

    /**
     * A code that was not recognised.
     *
     * @param kind of the entries that carry it
     * @param system as sent when it is a URI, else {@code other}
     */
    public record Unknown(Entry.Kind kind, String system, String code) {}

    /** Adds the entries of one record. */
    public void add(Recognition recognition, PatientBundle record) {
        records++;
        record.byType().values().forEach(resources -> resources.forEach(resource -> add(recognition, resource)));
    }

    /** Adds the entries of one resource. */
    public void add(Recognition recognition, Resource resource) {
        recognition.entries(resource).forEach(this::add);
    }

    private void add(Entry entry) {
        shares.computeIfAbsent(entry.kind(), kind -> new TreeMap<>())
                .merge(entry.system(), Share.NONE.plus(entry.judgement()), Share::plus);
        if (!entry.judgement().isRecognised()) {
            entry.concept().getCoding().stream()
                    .filter(coding -> coding.getCode() != null
                            && CODE.matcher(coding.getCode()).matches())
                    .forEach(coding -> unrecognised.merge(
                            new Unknown(entry.kind(), SystemTag.uri(coding.getSystem()), coding.getCode()),
                            1,
                            Integer::sum));
        }
    }

    public int records() {
        return records;
    }

    /** By kind, then by name of the code system; see {@link SystemTag}. */
    public Map<Entry.Kind, Map<String, Share>> shares() {
        return shares;
    }

    /** All code systems of a kind together. */
    public Share total(Entry.Kind kind) {
        return shares.getOrDefault(kind, Map.of()).values().stream().reduce(Share.NONE, Share::plus);
    }

    /** The codes that most entries without recognition carry, most frequent first, with their counts. */
    public List<Map.Entry<Unknown, Integer>> mostFrequentUnrecognised() {
        List<Map.Entry<Unknown, Integer>> all = new ArrayList<>(unrecognised.entrySet());
        all.sort(Map.Entry.<Unknown, Integer>comparingByValue()
                .reversed()
                .thenComparing(each -> each.getKey().toString(), Comparator.naturalOrder()));
        return all.subList(0, Math.min(TOLD, all.size()));
    }
}
