package org.calcinosiscds.assess;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.assess.PatientLine.Kind;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientOf;
import org.calcinosiscds.record.PatientPartition;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Reads from one line whose it is.
 *
 * @param filter what rules read; null when every line is checked and kept
 */
record LineReader(
        JsonGuard guard,
        BundleReader bundles,
        DataRequirements requirements,
        @Nullable RecordFilter filter) {
    private static final String PATIENT = "Patient/";

    PatientLine read(byte[] line) {
        JsonValue value;
        try {
            value = guard.read(line, Set.of());
        } catch (RejectedInputException e) {
            return refused(null, reason(line, e));
        }
        String type = value.textOf("resourceType");
        try {
            if (isBundle(value)) {
                return bundle(value);
            }
            return filter == null ? resource(value, type) : readByRules(value, type, filter);
        } catch (RejectedInputException e) {
            return refused(null, e.kind() == RejectedInputException.Kind.LIMIT ? "too-long" : "not-r4");
        }
    }

    private static List<String> references(Resource resource) {
        return PatientOf.references(resource)
                .filter(reference -> !reference.startsWith(PATIENT))
                .distinct()
                .sorted()
                .toList();
    }

    static boolean isBundle(JsonValue value) {
        return "Bundle".equals(value.textOf("resourceType"));
    }

    /** What is flawed is looked at again, whether rules would read it. */
    private PatientLine readByRules(JsonValue value, @Nullable String type, RecordFilter filter) {
        if (!filter.keepsType(type)) {
            return unread(value, filter);
        }
        RecordFilter.Identity unread = filter.identityOfUnread(value);
        if (unread != null) {
            return unread(unread.type(), unread.owner(), unread.references());
        }
        ReceivedBundle received = bundles.readStrictly(value);
        ReceivedResource only =
                received.resources().isEmpty() ? null : received.resources().get(0);
        if (only == null || only.error() != null) {
            return filter.keeps(value) ? resource(received, type) : unread(value, filter);
        }
        Resource resource = only.resource();
        return filter.keeps(value, resource)
                ? resource(received, type)
                : unread(resource.fhirType(), PatientOf.of(resource), references(resource));
    }

    private PatientLine resource(JsonValue value, @Nullable String type) {
        return resource(bundles.readStrictly(value), type);
    }

    private PatientLine resource(ReceivedBundle received, @Nullable String type) {
        if (received.resources().isEmpty() || "Parameters".equals(type)) {
            // An OperationOutcome, or what is not of FHIR R4.
            return refused(null, "not-r4");
        }
        ReceivedResource only = received.resources().get(0);
        String known = only.resource().fhirType();
        PatientOf owner = PatientOf.of(only.resource());
        if (owner.isOfNoPatient()) {
            // What the filter keeps is read, if only by the rules it is compared with.
            boolean isRead = filter != null || requirements.readsType(known);
            Kind kind = isRead ? Kind.SHARED : Kind.UNREAD;
            return new PatientLine(kind, known, List.of(), List.of(), owner.self(), List.of(), null, null);
        }
        if (owner.patients().isEmpty()) {
            return refused(known, "no-patient");
        }
        List<String> references = references(only.resource());
        boolean isPatient = only.resource() instanceof Patient;
        return new PatientLine(
                isPatient ? Kind.PATIENT : Kind.RESOURCE,
                known,
                isPatient ? owner.patients().subList(0, 1) : owner.patients(),
                isPatient ? owner.patients().subList(1, owner.patients().size()) : List.of(),
                owner.self(),
                references,
                null,
                null);
    }

    /** Of what no rule reads only the patient is looked for, and what shared resources it refers to. */
    private PatientLine unread(JsonValue value, RecordFilter filter) {
        RecordFilter.Identity identity = filter.identity(value);
        return unread(identity.type(), identity.owner(), identity.references());
    }

    private static PatientLine unread(String type, PatientOf owner, List<String> references) {
        return new PatientLine(
                Kind.UNREAD,
                type,
                owner.patients(),
                List.of(),
                owner.self(),
                owner.patients().isEmpty() ? List.of() : references,
                null,
                null);
    }

    /** The patients of a Bundle by its own references, as when it is assessed. */
    private PatientLine bundle(JsonValue whole) {
        byte[] part = filter == null ? null : filter.partOf(whole);
        JsonValue value = part == null ? whole : guard.read(part, Set.of());
        List<String> patients =
                PatientPartition.of(bundles.readStrictly(value).resources(), requirements).records().stream()
                        .map(record -> record.bundle().patient().getIdPart())
                        .map(id -> id == null ? "" : LiteralReference.alike(id))
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .toList();
        return patients.isEmpty()
                ? refused("Bundle", "no-patient")
                : new PatientLine(Kind.BUNDLE, "Bundle", patients, List.of(), "", List.of(), part, null);
    }

    /** Why a line was not read as JSON. */
    static String reason(byte[] line, RejectedInputException refusal) {
        return refusal.kind() == RejectedInputException.Kind.LIMIT ? "too-long" : syntax(line);
    }

    private static String syntax(byte[] line) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
            return "not-json";
        } catch (CharacterCodingException e) {
            return "not-utf8";
        }
    }

    private static PatientLine refused(@Nullable String type, String reason) {
        return new PatientLine(Kind.REFUSED, type, List.of(), List.of(), "", List.of(), null, reason);
    }
}
