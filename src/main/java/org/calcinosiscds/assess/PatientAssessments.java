package org.calcinosiscds.assess;

import ca.uhn.fhir.context.FhirContext;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.EvaluationSettings;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.knowledge.KnownFiles;
import org.calcinosiscds.order.DraftOrders;
import org.calcinosiscds.outcome.FaultLog;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientPartition;
import org.calcinosiscds.record.PatientRecord;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.calcinosiscds.time.AsOf;
import org.jspecify.annotations.Nullable;

/**
 * Assesses patients for a program that gathers their resources itself, such as over the population of a Bulk Data export. Such a
 * program needs no other class of the service. Opening takes seconds; afterwards it is safe for use by many threads. The time zone and the
 * language of the JVM stay as they are, and change no answer but this: a time without a time zone, which FHIR does not allow, is one of the
 * JVM's time zone.
 */
public final class PatientAssessments implements AutoCloseable {
    /** Bytes of one line. It is held in memory several times while it is read. */
    public static final int MAX_LINE_BYTES = 128 << 20;

    private static final Limits LIMITS = new Limits(
            MAX_LINE_BYTES, Duration.ofHours(1), 64, 256, 1 << 20, 40, 30, 200_000_000, 200_000, 200_000, 50);
    private static final Duration MAX_TIME = Duration.ofSeconds(30);

    private final FhirContext fhir;
    private final Files files;
    private final KnowledgeBase knowledge;
    private final CqlKnowledge cql;
    private final JsonGuard guard;
    private final FhirReader reader;
    private final BundleReader bundles;
    private final DataRequirements requirements;
    private final PatientAssessor patients;
    private final AssessParameters parameters;

    /**
     * What is assessed, and when.
     *
     * @param content folder, package or jar with the rules; empty for the packaged content
     * @param hook whose rules are evaluated, such as {@code patient-view}
     * @param asOf the moment the rules treat as now, as ISO 8601 with an offset
     * @param timeZone where the patients are, as an IANA name: dates are days there
     */
    public record Settings(String content, String hook, String asOf, String timeZone) implements Serializable {}

    /**
     * The files of a content, for a process that cannot see where they lie.
     *
     * @param name of the content, which is part of its identity
     * @param texts by path
     */
    public record Files(String name, TreeMap<String, String> texts) implements Serializable {}

    /** What rules read of the resources of a type. */
    public enum Need {
        NONE,
        BY_CODE,
        ALL
    }

    private PatientAssessments(Settings settings, Content content) {
        fhir = FhirContext.forR4Cached();
        files = new Files(content.name(), new TreeMap<>(content.texts()));
        Content read =
                new Content.Texts(files.name(), files.texts(), content.folder().orElse(null));
        knowledge = new KnowledgeLoader(fhir, read, null).load();
        cql = CqlKnowledge.compileInSharedJvm(
                knowledge,
                fhir,
                new EvaluationSettings(0, Duration.ofHours(1), MAX_TIME, MAX_TIME, Duration.ofMinutes(1)));
        requirements = cql.dataRequirements();
        guard = new JsonGuard(LIMITS, fhir);
        reader = new FhirReader(fhir, requirements);
        bundles = new BundleReader(guard, reader);
        DecisionSupport support = cql.decisionSupport();
        LocalCodeSystems codes = new LocalCodeSystems(knowledge);
        patients = new PatientAssessor(
                support,
                new ProductObservation(codes),
                new ProblemAssessment(codes),
                new DraftOrders(fhir),
                new FaultLog());
        parameters = new AssessParameters(
                support.serviceOfHook(settings.hook())
                        .orElseThrow(() -> new IllegalArgumentException("The content has no service of that hook.")),
                asOf(settings),
                null,
                HookContext.NONE,
                false);
    }

    /**
     * Loads and compiles the content.
     *
     * @throws IllegalArgumentException when the content is none or has defects, which the message lists, when it has no service of the
     *     hook, or when the time or the time zone is none
     */
    public static PatientAssessments open(Settings settings) {
        return open(
                settings,
                settings.content().isEmpty()
                        ? new Content.Packaged()
                        : Content.at(
                                Path.of(settings.content()).toAbsolutePath().normalize()));
    }

    /** The same of files that another process has read. */
    public static PatientAssessments open(Settings settings, Files files) {
        return open(settings, new Content.Texts(files.name(), files.texts()));
    }

    private static PatientAssessments open(Settings settings, Content content) {
        try {
            return new PatientAssessments(settings, content);
        } catch (KnowledgeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static ZonedDateTime asOf(Settings settings) {
        try {
            return AsOf.of(settings.asOf(), ZoneId.of(settings.timeZone()));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "The time must be an instant between 1900 and 2200 with an offset, such as 2026-11-21T09:00:00Z, and the time zone an IANA name.");
        }
    }

    /** Whether a file of an export holds no resources: a hidden one, or what the export says about itself. */
    public static boolean isBookkeeping(Path file) {
        return KnownFiles.isKnown(file);
    }

    /** The content of a file of gzip, all of its members; damage fails. */
    public static InputStream uncompressed(BufferedInputStream file) {
        return new GzipInput(file);
    }

    /** The files of the content, as they were when it was opened. */
    public Files files() {
        return files;
    }

    /** Version of the knowledge base. */
    public String version() {
        return knowledge.version();
    }

    /** SHA-256 of the content. */
    public String sha256() {
        return knowledge.content().sha256();
    }

    /**
     * The display of each code of one of our own CodeSystems; empty when the content has none of that name.
     *
     * @param codeSystem id, such as {@code rule}
     */
    public Map<String, String> displays(String codeSystem) {
        return knowledge.displays(LocalCodeSystems.BASE + codeSystem);
    }

    /** The rules of the hook. */
    public AssessedRules rules() {
        return AssessedRules.of(knowledge, parameters.service());
    }

    /** The key by which lines name the patient of that id. */
    public static String key(String patient) {
        return LiteralReference.alike(patient);
    }

    /** Whether a text can be the id of a patient. */
    public static boolean isId(String text) {
        return LiteralReference.ID.matcher(text).matches();
    }

    /** How the rules look for resources of a type. */
    public Need need(String resourceType) {
        if (!requirements.readsType(resourceType)) {
            return Need.NONE;
        }
        return requirements.codeElements(resourceType).isEmpty() ? Need.ALL : Need.BY_CODE;
    }

    /** What a line of a list of deleted resources names; never fails because of what the line holds. */
    public DeletedResources deleted(byte[] line) {
        return new DeletionReader(guard).read(line);
    }

    /** Whose a line is, checked as when it is assessed; never fails because of what the line holds. */
    public PatientLine line(byte[] line) {
        return new LineReader(guard, bundles, requirements, null).read(line);
    }

    /**
     * The same of what rules may read. Other resources are only told apart: whether they are of FHIR R4 is not checked. A patient has the
     * same answer without them, unless they are versions of resources that are read.
     *
     * @param compared other rules that the same records are for; null when there are none
     */
    public PatientLine lineForRules(byte[] line, @Nullable PatientAssessments compared) {
        List<FhirReader> readers = compared == null ? List.of(reader) : List.of(reader, compared.reader);
        return new LineReader(guard, bundles, requirements, new RecordFilter(readers)).read(line);
    }

    /**
     * Assesses one patient.
     *
     * @param patient key of the patient, as {@link #line} names it
     * @param lines all resources of the patient and the shared ones to which they refer; or one Bundle alone
     */
    public PatientAnswer assess(String patient, List<byte[]> lines, PatientAnswer.AsFhir answers) {
        PatientAnswers writer = new PatientAnswers(fhir, answers);
        try {
            List<JsonValue> values = new ArrayList<>();
            for (byte[] line : lines) {
                values.add(guard.read(line, Set.of()));
            }
            boolean hasBundle = values.stream().anyMatch(LineReader::isBundle);
            if (hasBundle && values.size() > 1) {
                return PatientAnswer.failed("two-versions");
            }
            return hasBundle ? bundle(values.get(0), patient, writer) : record(values, writer);
        } catch (OverloadedException e) {
            return PatientAnswer.failed("too-slow");
        } catch (RequestException e) {
            return PatientAnswer.failed(PatientAnswers.code(e.issues()));
        } catch (RejectedInputException e) {
            return PatientAnswer.failed("not-r4");
        }
    }

    private PatientAnswer bundle(JsonValue bundle, String patient, PatientAnswers writer) {
        AssessParameters ofPatient = new AssessParameters(
                parameters.service(), parameters.asOf(), "Patient/" + patient, parameters.context(), false);
        BundleResult result = new BundleAssessor(bundles, writtenBy(writer), requirements).assess(bundle, ofPatient);
        return writer.only(result.patients(), result.unusedResources().size(), parameters.asOf());
    }

    /** FHIR resources are made only where they are written. */
    private RecordAssessor writtenBy(PatientAnswers writer) {
        return (record, asked) -> patients.assess(record, asked, writer::isWritten);
    }

    private PatientAnswer record(List<JsonValue> values, PatientAnswers writer) {
        List<ReceivedResource> received = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ReceivedBundle read = bundles.readStrictly(values.get(i));
            for (ReceivedResource each : read.resources()) {
                received.add(each.in("resource[" + i + "]"));
            }
        }
        PatientPartition partition = PatientPartition.of(received, requirements);
        List<PatientResult> results = new ArrayList<>();
        for (PatientRecord record : partition.records()) {
            results.add(writtenBy(writer).assess(record, parameters));
        }
        return writer.only(results, partition.unusedResources().size(), parameters.asOf());
    }

    @Override
    public void close() {
        cql.close();
    }
}
