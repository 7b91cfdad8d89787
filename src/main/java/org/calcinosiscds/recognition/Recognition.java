package org.calcinosiscds.recognition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.calcinosiscds.fhir.CodeSystemUris;
import org.calcinosiscds.fhir.ObservationComponents;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.recognition.RecognisedConcept.Means;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Medication.MedicationIngredientComponent;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a record for CQL: medicines and conditions that are known by their names get a code of our name tables, so that value sets
 * find them; entries that are not recognised get a code that says so. Made once for a knowledge base, shared by all threads.
 */
public final class Recognition {
    /** Systems of the codes that a record is given here, and that no server has. */
    public static final Set<String> SYSTEMS =
            Set.of(MedicineNames.NAMES, MedicineNames.WORDS, ConditionWords.WORDS, RecognisedConcept.SYSTEM);

    private static final Set<String> TAKEN =
            Set.of("MedicationRequest", "MedicationStatement", "MedicationAdministration");

    /** Categories of Observations that are findings; the others, such as vital signs, are not counted. */
    private static final Set<String> FINDINGS = Set.of("exam", "imaging", "procedure");

    private static final String CODE_SYSTEM_URIS = "https://calcinosis-cds.org/fhir/CodeSystem/code-system-uri";

    private final ConceptRecogniser judge;
    private final CodeSystemUris codeSystems;

    public Recognition(KnowledgeBase knowledge) {
        judge = new ConceptRecogniser(knowledge);
        codeSystems = new CodeSystemUris(MedicineNames.concepts(knowledge, CODE_SYSTEM_URIS).stream()
                .map(Recognition::identifiers)
                .toList());
    }

    private static CodeSystemUris.Spelling identifiers(ConceptDefinitionComponent concept) {
        Pattern pattern = ConceptProperties.pattern(CODE_SYSTEM_URIS, concept, Pattern.CASE_INSENSITIVE);
        return new CodeSystemUris.Spelling(
                pattern, ConceptProperties.replacement(CODE_SYSTEM_URIS, concept, pattern, "uri"));
    }

    /** The identifiers of code systems that are understood, of the CodeSystem {@code code-system-uri}. */
    public CodeSystemUris codeSystems() {
        return codeSystems;
    }

    /** The record with the codes added; resources that get one are copied, those that were given stay as they are. */
    public PatientBundle recognise(PatientBundle record) {
        Map<String, List<Resource>> byType = new LinkedHashMap<>(record.byType());
        byType.replaceAll((type, resources) ->
                isJudged(type) ? resources.stream().map(this::recognise).toList() : resources);
        return new PatientBundle(record.patient(), byType, record.dropped(), record.notAvailable());
    }

    private static boolean isJudged(String type) {
        return TAKEN.contains(type)
                || Set.of("Medication", "Condition", "ServiceRequest").contains(type);
    }

    /** The resource with the codes added, or itself when it needs none. */
    public Resource recognise(Resource resource) {
        if (resource instanceof Condition condition) {
            return with(resource, "code", condition.getCode(), judge.condition(condition.getCode()));
        }
        if (resource instanceof ServiceRequest order) {
            return with(resource, "code", order.getCode(), judge.coded(order.getCode()));
        }
        if (resource instanceof Medication medication) {
            return medication(medication);
        }
        return TAKEN.contains(resource.fhirType()) ? taken((DomainResource) resource) : resource;
    }

    private Resource taken(DomainResource resource) {
        @Nullable CodeableConcept concept = medicine(resource);
        Resource named = concept == null
                ? resource
                : with(resource, "medication[x]", concept, judge.medicine(concept, new CodeableConcept()));
        if (resource.getContained().stream().noneMatch(Medication.class::isInstance)) {
            return named;
        }
        DomainResource copy = (DomainResource) (concept == null ? resource.copy() : named);
        copy.setContained(new ArrayList<>(
                copy.getContained().stream().map(this::recognise).toList()));
        return copy;
    }

    private static @Nullable CodeableConcept medicine(Resource resource) {
        List<Base> values = resource.getNamedProperty("medication").getValues();
        return !values.isEmpty() && values.get(0) instanceof CodeableConcept concept ? concept : null;
    }

    /** A product is known by its code or name; one whose code is not known, when each of its ingredients is. */
    private Resource medication(Medication medication) {
        RecognisedConcept product = judge.medicine(medication.getCode(), medication.getForm());
        List<RecognisedConcept> ingredients = ingredients(medication);
        boolean isProductKnown = product.means() != Means.NOTHING;
        Medication copy = medication.copy();
        add(copy.getCode(), isMadeOfKnown(product, ingredients) ? product.understood() : product.additions());
        for (int i = 0; i < ingredients.size(); i++) {
            if (copy.getIngredient().get(i).getItem() instanceof CodeableConcept item) {
                RecognisedConcept ingredient = ingredients.get(i);
                add(item, isProductKnown ? ingredient.names() : ingredient.understood());
            }
        }
        return copy;
    }

    private List<RecognisedConcept> ingredients(Medication medication) {
        return medication.getIngredient().stream()
                .map(ingredient -> judge.medicine(item(ingredient), new CodeableConcept()))
                .toList();
    }

    private static boolean isMadeOfKnown(RecognisedConcept product, List<RecognisedConcept> ingredients) {
        return product.means() == Means.NOTHING
                && !ingredients.isEmpty()
                && ingredients.stream().allMatch(RecognisedConcept::isRecognised);
    }

    private static CodeableConcept item(MedicationIngredientComponent ingredient) {
        return ingredient.getItem() instanceof CodeableConcept item ? item : new CodeableConcept();
    }

    /**
     * The medicines, conditions, results, findings and orders that the resource holds: usually one, none when it is of another type.
     * A medicine by reference counts where the Medication is.
     */
    public List<Entry> entries(Resource resource) {
        if (resource instanceof Condition condition) {
            return List.of(entry(Entry.Kind.CONDITION, condition.getCode(), judge.condition(condition.getCode())));
        }
        if (resource instanceof ServiceRequest order) {
            return List.of(entry(Entry.Kind.ORDER, order.getCode(), judge.coded(order.getCode())));
        }
        if (resource instanceof Medication medication) {
            return List.of(entry(Entry.Kind.MEDICINE, medication.getCode(), judgement(medication)));
        }
        if (resource instanceof Observation observation) {
            return observed(observation);
        }
        if (!TAKEN.contains(resource.fhirType())) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        CodeableConcept concept = medicine(resource);
        if (concept != null) {
            entries.add(entry(Entry.Kind.MEDICINE, concept, judge.medicine(concept, new CodeableConcept())));
        }
        ((DomainResource) resource)
                .getContained().stream()
                        .filter(Medication.class::isInstance)
                        .forEach(medication -> entries.addAll(entries(medication)));
        return entries;
    }

    private RecognisedConcept judgement(Medication medication) {
        RecognisedConcept product = judge.medicine(medication.getCode(), medication.getForm());
        List<RecognisedConcept> ingredients = ingredients(medication);
        return isMadeOfKnown(product, ingredients) ? ingredients.get(0) : product;
    }

    /** Laboratory results by their codes; findings of an examination by what was looked for or what was found. */
    private List<Entry> observed(Observation observation) {
        Set<String> categories = observation.getCategory().stream()
                .flatMap(category -> category.getCoding().stream())
                .map(Coding::getCode)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (categories.contains("laboratory") || (categories.isEmpty() && observation.hasValueQuantity())) {
            return ObservationComponents.asResults(observation).stream()
                    .map(result -> entry(Entry.Kind.RESULT, result.getCode(), judge.coded(result.getCode())))
                    .toList();
        }
        if (!categories.isEmpty() && categories.stream().noneMatch(FINDINGS::contains)) {
            return List.of();
        }
        CodeableConcept found = new CodeableConcept();
        found.getCoding().addAll(observation.getCode().getCoding());
        if (observation.hasValueCodeableConcept()) {
            found.getCoding().addAll(observation.getValueCodeableConcept().getCoding());
        }
        return List.of(entry(Entry.Kind.FINDING, found, judge.coded(found)));
    }

    private Entry entry(Entry.Kind kind, CodeableConcept concept, RecognisedConcept judgement) {
        return new Entry(kind, judge.system(concept), concept, judgement);
    }

    private static Resource with(
            Resource resource, String element, CodeableConcept concept, RecognisedConcept judgement) {
        List<Coding> additions = judgement.additions();
        if (additions.isEmpty()) {
            return resource;
        }
        Resource copy = resource.copy();
        CodeableConcept extended = concept.copy();
        add(extended, additions);
        copy.setProperty(element, extended);
        return copy;
    }

    private static void add(CodeableConcept concept, List<Coding> additions) {
        additions.forEach(concept::addCoding);
    }
}
