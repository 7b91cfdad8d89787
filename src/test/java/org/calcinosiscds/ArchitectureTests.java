package org.calcinosiscds;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.order.DraftOrder;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the packages. The first table is the one in the style guide, row for row. */
class ArchitectureTests {
    private static final String ROOT = "org.calcinosiscds";
    private static final Pattern LITERAL = Pattern.compile("\"([A-Z]\\w+)[.\"]");
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @ParameterizedTest
    @CsvSource({
        "cdshooks,  context decision recognition audit feedback store fhirclient client outbound http limit order record fhir json outcome time openapi",
        "workbench, wiring authoring cdshooks decision knowledge outbound http outcome time openapi",
        "startup,   knowledge outcome",
        "fhirapi,   startup assess context decision knowledge audit client http limit order record fhir json outcome time openapi",
        "wiring,    authoring assess context decision knowledge recognition cql http limit order record fhir json outcome time",
        "commandline, wiring authoring content assess decision feedback store knowledge recognition outcome json fhir record order cql time",
        "authoring, content terminology assess context cql decision knowledge recognition order record fhir json outcome time",
        "context,   decision order record fhir json outcome",
        "assess,    context cql decision knowledge recognition order record fhir json outcome time",
        "feedback,  decision knowledge store outcome",
        "fhirclient, client outbound limit record json outcome time",
        "client,    startup outbound store http limit json outcome time",
        "outbound,  time",
        "http,      decision limit json outcome",
        "openapi,   client http outcome",
        "decision,  order record outcome time",
        "cql,       decision knowledge recognition limit order record fhir json outcome time",
        "recognition, knowledge record fhir",
        "knowledge, record",
        "content,   terminology knowledge",
        "terminology, knowledge outcome",
        "store,     startup outcome time",
        "audit,     startup outbound outcome time",
        "record,    fhir json outcome",
        "order,     ''",
        "fhir,      json outcome",
        "json,      outcome",
        "outcome,   ''",
        "limit,     time",
        "time,      ''",
        "tracing,   http outcome"
    })
    void packageUsesOnlyThoseItMay(String name, String allowed) {
        String[] packages = Arrays.stream((name + " " + allowed).split(" "))
                .map(each -> ROOT + "." + each + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(packages))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Settings that check themselves by a class of their own are the one exception. */
    @Test
    void classesOfAPackageHaveNoCycles() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass each) {
                        JavaClass outermost = each;
                        while (outermost.getEnclosingClass().isPresent()) {
                            outermost = outermost.getEnclosingClass().get();
                        }
                        return outermost.getSimpleName().equals("package-info")
                                ? SliceIdentifier.ignore()
                                : SliceIdentifier.of(outermost.getName().replaceFirst("Check$", ""));
                    }

                    @Override
                    public String getDescription() {
                        return "outermost classes";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** The command line, the service and a cluster use them; only annotations of settings may be of Spring. */
    @Test
    void whatAssessesPatientsNeedsNoSpring() {
        noClasses()
                .that()
                .resideInAnyPackage(Stream.of(
                                "authoring",
                                "content",
                                "terminology",
                                "assess",
                                "context",
                                "cql",
                                "decision",
                                "knowledge",
                                "recognition",
                                "record",
                                "order",
                                "fhir",
                                "json",
                                "outcome",
                                "limit",
                                "time")
                        .map(each -> ROOT + "." + each + "..")
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.springframework..",
                                "jakarta.servlet..",
                                "org.apache.catalina..",
                                "org.apache.coyote..")
                        .and(not(resideInAPackage("org.springframework.boot.context.properties.."))))
                .check(CLASSES);
    }

    /** Content changes without Java: only the class that declares them names libraries of the content. */
    @Test
    void librariesOfTheContentAreNamedInOneClass() throws IOException {
        Set<String> libraries;
        try (Stream<Path> files = Files.list(Path.of("cql"))) {
            libraries = files.map(file -> file.getFileName().toString().replaceFirst("\\.cql$", ""))
                    .collect(Collectors.toSet());
        }
        Map<String, Set<String>> named = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                LITERAL.matcher(Files.readString(file))
                        .results()
                        .map(literal -> literal.group(1))
                        .filter(libraries::contains)
                        .forEach(
                                text -> named.computeIfAbsent(file.getFileName().toString(), name -> new TreeSet<>())
                                        .add(text));
            }
        }
        assertThat(named.keySet()).containsExactly("ContentLibraries.java");
    }

    /** {@code Endpoints} answers what this package asks about them. */
    @Test
    void httpNamesNoAddressAndNoHook() throws IOException {
        Pattern address = Pattern.compile("\"/[\\w$]");
        Pattern hook =
                Pattern.compile("\"(?:patient|order|appointment|encounter|problem|allergyintolerance|medication)-\\w+");

        try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/calcinosiscds/http"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContainPattern(address)
                            .doesNotContainPattern(hook));
        }
    }

    /** What has names of its own is a record: a map from names to anything says neither which names nor which values. */
    @Test
    void valuesOfUnknownTypeAreInNoMap() {
        List<String> packages = Stream.of("decision", "cdshooks", "assess")
                .map(each -> ROOT + "." + each)
                .toList();

        assertThat(CLASSES.stream()
                        .filter(each -> packages.stream()
                                .anyMatch(name -> (each.getPackageName() + ".").startsWith(name + "."))))
                .isNotEmpty()
                .allSatisfy(each -> {
                    assertThat(each.getFields()).noneMatch(field -> hasUntypedMap(field.getType()));
                    assertThat(each.getCodeUnits())
                            .noneMatch(unit -> hasUntypedMap(unit.getReturnType())
                                    || unit.getParameterTypes().stream().anyMatch(ArchitectureTests::hasUntypedMap));
                });
    }

    @Test
    void domainKnowsNoFramework() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".decision..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.springframework..",
                        "ca.uhn.fhir..",
                        "org.hl7..",
                        "org.opencds..",
                        "org.cqframework..",
                        "com.fasterxml..",
                        "tools.jackson.."))
                .check(CLASSES);
    }

    @Test
    void domainKnowsOfFhirOnlyTheRecordAndTheDraft() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".decision..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".record..", ROOT + ".order..")
                        .and(not(equivalentTo(PatientBundle.class)))
                        .and(not(equivalentTo(DraftOrder.class))))
                .check(CLASSES);
    }

    @Test
    void onlyHapiBindsWithJackson2() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson.databind..")
                .check(CLASSES);
    }

    @Test
    void timeIsAnInput() {
        noClasses().should().callMethodWhere(are(readingTheSystemClock())).check(CLASSES);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".Application")
                .should()
                .callMethodWhere(are(makingAClock()))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cql..") // The CQL engine's own types.
                .should()
                .dependOnClassesThat(equivalentTo(Date.class).or(equivalentTo(Calendar.class)))
                .check(CLASSES);
    }

    /** {@code hasX} of an element whose type is a primitive one is also true where the element has extensions and no value. */
    @Test
    void valuesAreAskedForAndNotTheirElements() {
        noClasses()
                .should()
                .accessTargetWhere(are(askingForAnElementThatMayHaveNoValue()))
                .check(CLASSES);
    }

    @Test
    void nothingIsPrintedInjectedIntoFieldsOrSharedByStatics() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(CLASSES);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    @Test
    void documentNamesPackagesAndClassesThatExist() throws IOException {
        String document = Files.readString(Path.of("docs/architecture.md"));
        Set<String> notOurs = Set.of("ArchitectureTests");

        assertThat(Pattern.compile("`([A-Z][A-Za-z0-9]+)`")
                        .matcher(document)
                        .results()
                        .map(each -> each.group(1))
                        .filter(each -> !notOurs.contains(each)))
                .isSubsetOf(CLASSES.stream().map(JavaClass::getSimpleName).toList());
        assertThat(CLASSES.stream()
                        .map(each -> each.getPackageName().substring(ROOT.length()))
                        .filter(each -> !each.isEmpty())
                        .map(each -> each.split("\\.")[1])
                        .distinct())
                .allSatisfy(each -> assertThat(document).contains("`" + each + "`"));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
                .allMatch(each -> each.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void namesSayWhatAThingIs() {
        Pattern empty = Pattern.compile(".*(Utils?|Helper|Manager|Common|(?<!Knowledge)Base|Impl)|I[A-Z][a-z].*");

        assertThat(CLASSES.stream().map(JavaClass::getSimpleName)).noneMatch(empty.asMatchPredicate());
    }

    /** Whether a type is, or has as an argument, a map whose values may be anything. */
    private static boolean hasUntypedMap(JavaType type) {
        if (!(type instanceof JavaParameterizedType parameterized)) {
            return type.toErasure().isAssignableTo(Map.class);
        }
        List<JavaType> arguments = parameterized.getActualTypeArguments();
        boolean isUntyped = type.toErasure().isAssignableTo(Map.class)
                && arguments.stream().skip(1).anyMatch(each -> each.toErasure().isEquivalentTo(Object.class));
        return isUntyped || arguments.stream().anyMatch(ArchitectureTests::hasUntypedMap);
    }

    private static DescribedPredicate<JavaAccess<?>> readingTheSystemClock() {
        return DescribedPredicate.describe(
                "reading the system clock",
                access -> access instanceof JavaMethodCall call
                        && call.getTarget().getRawParameterTypes().isEmpty()
                        && ((access.getName().equals("now")
                                        && access.getTargetOwner()
                                                .getPackageName()
                                                .equals("java.time"))
                                || access.getName().equals("currentTimeMillis")));
    }

    private static DescribedPredicate<JavaAccess<?>> askingForAnElementThatMayHaveNoValue() {
        return DescribedPredicate.describe(
                "asking for an element that may have no value",
                access -> access.getTargetOwner().getPackageName().equals("org.hl7.fhir.r4.model")
                        && access.getName().startsWith("has")
                        && Stream.of(access.getTargetOwner().reflect().getMethods())
                                .filter(method -> method.getName()
                                        .equals("get" + access.getName().substring(3) + "Element"))
                                .anyMatch(method -> IPrimitiveType.class.isAssignableFrom(method.getReturnType())));
    }

    private static DescribedPredicate<JavaAccess<?>> makingAClock() {
        return DescribedPredicate.describe(
                "making a clock",
                access -> access.getTargetOwner().getFullName().equals("java.time.Clock")
                        && access.getName().startsWith("system"));
    }
}
