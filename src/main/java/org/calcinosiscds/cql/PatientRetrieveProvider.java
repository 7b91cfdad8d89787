package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.calcinosiscds.fhir.ObservationComponents;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.retrieve.RetrieveProvider;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.runtime.Interval;

/**
 * One patient's resources, looked up by type and code. Belongs to one evaluation and is used by one thread.
 *
 * <p>A component of a panel counts as an Observation of its own, so that a result is found by its code wherever it
 * stands.
 *
 * <p>Resources of a type come in the order of their ids, whatever the order of the record: servers promise none, and of two results of
 * one instant the same one must be first every time.
 */
final class PatientRetrieveProvider implements RetrieveProvider {
    private final PatientBundle patient;
    private final LocalTerminology terminology;
    private final Map<String, List<Resource>> byType = new HashMap<>();
    private final Map<String, Map<Coded, List<Resource>>> byCode = new HashMap<>();
    private final Map<String, Map<String, List<Resource>>> byValueSet = new HashMap<>();
    private final List<List<Resource>> retrieved = new ArrayList<>();
    private final Map<String, Resource> byReference = new TreeMap<>();
    private int named;

    private record Coded(String system, String code) {}

    PatientRetrieveProvider(PatientBundle patient, LocalTerminology terminology) {
        this.patient = patient;
        this.terminology = terminology;
    }

    @Override
    public Iterable<Object> retrieve(
            @Nullable String context,
            @Nullable String contextPath,
            @Nullable Object contextValue,
            String dataType,
            @Nullable String templateId,
            @Nullable String codePath,
            @Nullable Iterable<Code> codes,
            @Nullable String valueSet,
            @Nullable String datePath,
            @Nullable String dateLowPath,
            @Nullable String dateHighPath,
            @Nullable Interval dateRange) {
        List<Resource> found = find(dataType, codePath, codes, valueSet);
        retrieved.add(found);
        return Collections.unmodifiableList(found);
    }

    private List<Resource> find(
            String type, @Nullable String path, @Nullable Iterable<Code> codes, @Nullable String valueSet) {
        return path != null && valueSet != null
                ? matching(type, path, valueSet)
                : path != null && codes != null ? coded(type, path, codes) : all(type);
    }

    /** What was retrieved so far, by reference, without the Patient. Of a panel that has several results it is one of them. */
    Map<String, Resource> retrieved() {
        for (; named < retrieved.size(); named++) {
            retrieved.get(named).forEach(resource -> byReference.putIfAbsent(reference(resource), resource));
        }
        byReference.remove(reference(patient.patient()));
        return byReference;
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + '/' + resource.getIdPart();
    }

    /** The same record without some resources. */
    RetrieveProvider without(Set<String> references) {
        return (context, contextPath, contextValue, type, template, path, codes, valueSet, date, low, high, range) -> {
            List<Resource> found = find(type, path, codes, valueSet);
            return Collections.unmodifiableList(
                    references.stream().anyMatch(each -> each.startsWith(type + '/'))
                            ? found.stream()
                                    .filter(resource -> !references.contains(reference(resource)))
                                    .toList()
                            : found);
        };
    }

    /** Single codes, which only the expressions of authors use. */
    private List<Resource> coded(String type, String path, Iterable<Code> codes) {
        Set<Resource> found = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Code code : codes) {
            found.addAll(index(type, path)
                    .getOrDefault(
                            new Coded(String.valueOf(code.getSystem()), String.valueOf(code.getCode())), List.of()));
        }
        return all(type).stream().filter(found::contains).toList();
    }

    private List<Resource> matching(String type, String path, String valueSet) {
        List<Resource> found = valueSets(type, path).get(valueSet);
        if (found == null) {
            terminology.codes(valueSet); // A value set that is unknown is no empty one.
            return List.of();
        }
        return found;
    }

    /** The resources with a code of each value set that has one of their codes. */
    private Map<String, List<Resource>> valueSets(String type, String path) {
        return byValueSet.computeIfAbsent(type + '.' + path, key -> {
            Map<String, List<List<Resource>>> found = new HashMap<>();
            index(type, path)
                    .forEach((coded, resources) -> terminology
                            .byCode()
                            .of(coded.system(), coded.code())
                            .forEach(valueSet -> found.computeIfAbsent(valueSet, each -> new ArrayList<>(1))
                                    .add(resources)));
            Map<String, List<Resource>> joined = new HashMap<>();
            found.forEach((valueSet, lists) -> joined.put(valueSet, joined(lists)));
            return joined;
        });
    }

    /** Each resource once, although it may have several of the codes. */
    private static List<Resource> joined(List<List<Resource>> byCode) {
        if (byCode.size() == 1) {
            return byCode.get(0);
        }
        Set<Resource> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return byCode.stream().flatMap(List::stream).filter(seen::add).toList();
    }

    private Map<Coded, List<Resource>> index(String type, String path) {
        return byCode.computeIfAbsent(type + '.' + path, key -> {
            Map<Coded, List<Resource>> index = new LinkedHashMap<>();
            for (Resource resource : all(type)) {
                codings(resource, path).stream()
                        .filter(coding -> coding.getSystem() != null && coding.getCode() != null)
                        .map(coding -> new Coded(coding.getSystem(), coding.getCode()))
                        // It may have the code twice.
                        .distinct()
                        .forEach(coded -> index.computeIfAbsent(coded, c -> new ArrayList<>())
                                .add(resource));
            }
            return index;
        });
    }

    static List<Coding> codings(Resource resource, String path) {
        Property property = resource.getNamedProperty(path);
        if (property == null) {
            return List.of();
        }
        List<Coding> codings = new ArrayList<>();
        for (Base value : property.getValues()) {
            if (value instanceof CodeableConcept concept) {
                codings.addAll(concept.getCoding());
            } else if (value instanceof Coding coding) {
                codings.add(coding);
            }
        }
        return codings;
    }

    private List<Resource> all(String type) {
        return byType.computeIfAbsent(type, key -> {
            if (key.equals("Patient")) {
                return List.of(patient.patient());
            }
            List<Resource> inOrder = patient.ofType(key).stream()
                    .map(Resource.class::cast)
                    .sorted(Comparator.comparing(resource -> String.valueOf(resource.getIdPart())))
                    .toList();
            if (!key.equals("Observation")) {
                return inOrder;
            }
            return inOrder.stream()
                    .map(Observation.class::cast)
                    .flatMap(result -> StreamSupport.stream(
                            ObservationComponents.asResults(result).spliterator(), false))
                    .map(Resource.class::cast)
                    .toList();
        });
    }
}
