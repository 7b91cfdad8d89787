package org.calcinosiscds.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the terminology files as they are shipped; asks no terminology server. */
@Tag("once")
class TerminologyTests {
    private static final Path RESOURCES = Path.of("fhir-resources");
    private static final String CANONICAL = "https://calcinosis-cds.org/fhir/";
    private static final String SNOMED_CT = "http://snomed.info/sct";
    private static final String LOINC = "http://loinc.org";
    private static final String ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";
    private static final Pattern COMPUTABLE_NAME = Pattern.compile("[A-Z][A-Za-z0-9_]{0,254}");
    private static final Pattern VALUE_SET_IN_CQL =
            Pattern.compile("^valueset \"([^\"]+)\": '([^']+)'$", Pattern.MULTILINE);

    private record Resource(String file, JsonNode json) {
        String text(String name) {
            return json.path(name).asString("");
        }
    }

    private record Coding(String file, String system, String code, String display) {}

    @Test
    void everyConceptHasCodeAndDisplayUnlessTheOwnerKeepsTheTitles() throws IOException {
        Set<String> withoutTitles = SourceSystems.of(Path.of("src/terminology")).all().stream()
                .filter(SourceSystem::withoutTitles)
                .map(SourceSystem::uri)
                .collect(Collectors.toSet());
        assertThat(codings()).isNotEmpty().allSatisfy(coding -> {
            assertThat(coding.system()).isNotBlank();
            assertThat(coding.code()).isNotBlank().isEqualTo(coding.code().strip());
            assertThat(coding.display()).isEqualTo(coding.display().strip());
            assertThat(coding.display().isEmpty()).isEqualTo(withoutTitles.contains(coding.system()));
        });
    }

    @Test
    void noCodeStandsTwiceInOneFile() throws IOException {
        Set<List<String>> seen = new HashSet<>();
        assertThat(codings()).allMatch(coding -> seen.add(List.of(coding.file(), coding.system(), coding.code())));
    }

    @Test
    void aCodeHasOneDisplayInAllFiles() throws IOException {
        assertThat(codings().stream()
                        .collect(Collectors.groupingBy(
                                coding -> coding.system() + "|" + coding.code(),
                                Collectors.mapping(Coding::display, Collectors.toSet())))
                        .entrySet())
                .allSatisfy(code -> assertThat(code.getValue()).hasSize(1));
    }

    @Test
    void everySnomedCtIdentifierPassesVerhoeff() throws IOException {
        assertThat(codings())
                .filteredOn(coding -> coding.system().equals(SNOMED_CT))
                .isNotEmpty()
                .allMatch(coding -> coding.code().matches("[1-9]\\d{5,17}") && passesVerhoeff(coding.code()));
    }

    @Test
    void everyLoincTermPassesItsCheckDigit() throws IOException {
        assertThat(codings())
                .filteredOn(coding -> coding.system().equals(LOINC))
                .isNotEmpty()
                .allMatch(coding -> coding.code().matches("(LA)?\\d{1,7}-\\d") && passesMod10(coding.code()));
    }

    @Test
    void checkDigitsCatchAChangedDigitAndTwoThatChangedPlaces() {
        assertThat(passesVerhoeff("66999008")).isTrue();
        assertThat(passesVerhoeff("66999009")).isFalse();
        assertThat(passesVerhoeff("69699008")).isFalse();
        assertThat(passesMod10("17861-6")).isTrue();
        assertThat(passesMod10("17861-7")).isFalse();
        assertThat(passesMod10("71861-6")).isFalse();
        assertThat(passesMod10("LA4489-6")).isTrue();
        assertThat(passesMod10("LA4498-6")).isFalse();
        assertThat(passesMod10("4489-6")).isFalse();
    }

    @Test
    void idFileNameAndCanonicalAgree() throws IOException {
        assertThat(resources()).isNotEmpty().allSatisfy(resource -> {
            String type = resource.text("resourceType");
            assertThat(resource.file()).isEqualTo(folder(type) + "/" + type + "-" + resource.text("id") + ".json");
            assertThat(resource.text("url")).isEqualTo(CANONICAL + type + "/" + resource.text("id"));
            assertThat(resource.text("name")).matches(COMPUTABLE_NAME);
            assertThat(resource.text("version")).isNotBlank();
        });
    }

    @Test
    void noTwoValueSetsShareAComputableName() throws IOException {
        assertThat(resources("ValueSet"))
                .extracting(valueSet -> valueSet.text("name"))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyValueSetNamedInCqlHasAFileAndEveryFileIsNamed() throws IOException {
        String library = Files.readString(Path.of("cql", "CalcinosisValueSets.cql"))
                + Files.readString(Path.of("cql", "OrderCodes.cql"));
        Set<String> named = new TreeSet<>();
        Matcher matcher = VALUE_SET_IN_CQL.matcher(library);
        while (matcher.find()) {
            assertThat(named.add(matcher.group(1) + " " + matcher.group(2))).isTrue();
        }
        assertThat(named).hasSize((int)
                library.lines().filter(line -> line.startsWith("valueset ")).count());
        assertThat(resources("ValueSet"))
                .extracting(valueSet -> valueSet.text("title") + " " + valueSet.text("url"))
                .containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void aValueSetWithoutCodesSaysThatItIsEmpty() throws IOException {
        assertThat(resources("ValueSet"))
                .allSatisfy(valueSet -> assertThat(
                                valueSet.json().path("compose").isMissingNode())
                        .isEqualTo(valueSet.text("description").endsWith("Empty until a site supplies codes.")));
    }

    @Test
    void aCategorySetHoldsThreeCharacterCodesOfItsWholeSet() throws IOException {
        for (String whole : List.of("tissue-injury", "attributed-ulcer")) {
            assertThat(codings("value-set/ValueSet-" + whole + "-category.json"))
                    .isNotEmpty()
                    .allMatch(coding ->
                            coding.system().equals(ICD_10_CM) && coding.code().length() == 3)
                    .isSubsetOf(codings("value-set/ValueSet-" + whole + ".json"));
        }
    }

    // An answer that one system has a code for is given in the others too: a list that knows "detected" knows "not
    // detected".
    @ParameterizedTest
    @CsvSource({
        "answer-absent, 'Absent, Negative, No, None, Not detected'",
        "answer-present, 'Present, Positive, Yes, Detected'",
        "answer-unclear, 'Unknown, Indeterminate, Equivocal'"
    })
    void theUsualAnswersAreKnownInSnomedCtAndLoinc(String valueSet, String answers) throws IOException {
        List<Coding> codings = codings("value-set/ValueSet-" + valueSet + ".json");
        for (String system : List.of(SNOMED_CT, LOINC)) {
            assertThat(codings)
                    .filteredOn(coding -> coding.system().equals(system))
                    .extracting(coding -> coding.display().replace(" (qualifier value)", ""))
                    .contains(answers.split(", "));
        }
    }

    @Test
    void aCodeThatNeedsCompanyIsNotInTheSetThatCountsAlone() throws IOException {
        for (List<String> pair : List.of(
                List.of("lesion-finding", "lesion-finding-with-site"),
                List.of("red-flag", "red-flag-with-digit"),
                List.of("calciphylaxis-alarm", "calciphylaxis-alarm-ulcer"),
                List.of("calciphylaxis-alarm", "calciphylaxis-alarm-with-pain"),
                List.of("proc-lesion-imaging", "proc-lesion-imaging-with-site"),
                List.of("proc-skin-biopsy", "proc-skin-biopsy-with-site"),
                List.of("hyperparathyroidism-non-renal", "hyperparathyroidism-unspecified"),
                List.of("calcium-alkali", "sodium-bicarbonate"),
                List.of("calcium-alkali", "calcium-citrate"),
                List.of("lab-calcium-total", "lab-calcium-ionized"))) {
            assertThat(codings("value-set/ValueSet-" + pair.get(0) + ".json"))
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(codings("value-set/ValueSet-" + pair.get(1) + ".json"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "haematologic-malignancy, malignancy-active",
        "malignancy-active, nonuremic-calciphylaxis-risk",
        "systemic-sclerosis, ctd-high-risk",
        "dermatomyositis, ctd-high-risk",
        "mctd, ctd-high-risk",
        "lupus, ctd-high-risk",
        "ctd-high-risk, nonuremic-calciphylaxis-risk",
        "digit-site, soft-tissue-site"
    })
    void aSetHoldsItsParts(String part, String whole) {
        assertThat(codesOf(whole)).containsAll(codesOf(part));
    }

    @Test
    void everyOrderableHasAnActivityDefinitionAndAnOrderSetWithItsCode() throws IOException {
        List<Coding> orderables = codings("code-system/CodeSystem-orderable.json");
        assertThat(resources("ActivityDefinition")).hasSameSizeAs(orderables);
        for (Coding orderable : orderables) {
            String id = orderable.code().toLowerCase(Locale.ROOT);
            Resource order = read(RESOURCES.resolve("activity-definition/ActivityDefinition-" + id + ".json"));
            assertThat(order.text("title")).isEqualTo(orderable.display());
            assertThat(ordered(order).path("text").asString("")).isNotBlank();
            assertThat(codings("value-set/ValueSet-order-" + id + ".json")).containsAll(codings(order.file()));
        }
    }

    @Test
    void everyCodeSystemCountsItsConcepts() throws IOException {
        assertThat(resources("CodeSystem"))
                .isNotEmpty()
                .extracting(Resource::json)
                .allSatisfy(codeSystem -> assertThat(codeSystem.path("concept").size())
                        .isEqualTo(codeSystem.path("count").asInt()));
    }

    private static List<Resource> resources() throws IOException {
        List<Resource> all = new ArrayList<>();
        for (String type : List.of("ValueSet", "CodeSystem", "ActivityDefinition")) {
            all.addAll(resources(type));
        }
        return all;
    }

    private static List<Resource> resources(String type) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder(type)))) {
            return files.sorted().map(TerminologyTests::read).toList();
        }
    }

    /** {@code value-set} for {@code ValueSet}. */
    private static String folder(String type) {
        return type.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static Resource read(Path file) {
        return new Resource(
                file.getParent().getFileName() + "/" + file.getFileName(),
                JsonMapper.shared().readTree(file));
    }

    private static List<Coding> codings() throws IOException {
        return resources().stream()
                .flatMap(resource -> codings(resource).stream())
                .toList();
    }

    /** The codings of one file without its name, so that two files can be compared. */
    private static List<String> codesOf(String id) {
        return codings("value-set/ValueSet-" + id + ".json").stream()
                .map(coding -> coding.system() + "|" + coding.code())
                .toList();
    }

    private static List<Coding> codings(String file) {
        return codings(read(RESOURCES.resolve(file))).stream()
                .map(coding -> new Coding("", coding.system(), coding.code(), coding.display()))
                .toList();
    }

    private static List<Coding> codings(Resource resource) {
        List<Coding> codings = new ArrayList<>();
        for (JsonNode include : resource.json().path("compose").path("include")) {
            String system = include.path("system").asString("");
            include.path("concept").forEach(concept -> codings.add(coding(resource, system, concept)));
        }
        for (JsonNode concept : resource.json().path("concept")) {
            codings.add(coding(resource, resource.text("url"), concept));
        }
        for (JsonNode coding : ordered(resource).path("coding")) {
            codings.add(coding(resource, coding.path("system").asString(""), coding));
        }
        return codings;
    }

    /** What an ActivityDefinition orders: a medicine, or a service. */
    private static JsonNode ordered(Resource resource) {
        JsonNode product = resource.json().path("productCodeableConcept");
        return product.isMissingNode() ? resource.json().path("code") : product;
    }

    private static Coding coding(Resource resource, String system, JsonNode concept) {
        String display = concept.path("display").asString("");
        return new Coding(resource.file(), system, concept.path("code").asString(""), display);
    }

    /** Check digit of SNOMED CT (Verhoeff): a product in the dihedral group of order ten; 0-4 turn, 5-9 flip. */
    private static boolean passesVerhoeff(String digits) {
        int[] permutation = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
        int check = 0;
        for (int location = 0; location < digits.length(); location++) {
            int digit = digits.charAt(digits.length() - 1 - location) - '0';
            for (int times = 0; times < location % 8; times++) {
                digit = permutation[digit];
            }
            int turned = check < 5 ? check + digit % 5 : check - digit % 5;
            check = Math.floorMod(turned, 5) + ((check < 5) == (digit < 5) ? 0 : 5);
        }
        return check == 0;
    }

    /**
     * Check digit of LOINC (mod 10, Luhn): every second place from the right counts twice. The letters of an answer code count as well, each
     * with its distance from the character 0 (LOINC Users' Guide, "Calculating Mod 10 Check Digits").
     */
    private static boolean passesMod10(String code) {
        String locations = code.replace("-", "");
        int sum = 0;
        for (int location = 0; location < locations.length(); location++) {
            int value = locations.charAt(locations.length() - 1 - location) - '0';
            sum += location % 2 == 0 ? value : 2 * value - value / 5 * 9;
        }
        return sum % 10 == 0;
    }
}
