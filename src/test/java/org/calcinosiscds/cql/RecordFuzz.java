package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.fuzz.CardText;
import org.calcinosiscds.fuzz.EditedCase;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientRecords;
import tools.jackson.databind.exc.JsonNodeException;

/**
 * Whatever stands in a record: it is refused when it is read, or every rule can be evaluated, and no text of the record gets onto a
 * card. Inputs are as {@link EditedCase} has them.
 */
class RecordFuzz {
    @FuzzTest
    void everyRecordIsJudgedAndNoneSpeaksThroughACard(byte[] bytes) {
        // What reading may refuse, judging may not.
        EditedCase.of(new String(bytes, StandardCharsets.UTF_8))
                .flatMap(RecordFuzz::question)
                .map(CaseAnswers::assessment)
                .ifPresent(assessment -> assessment.recommendations().forEach(RecordFuzz::check));
    }

    private static Optional<AssessmentRequest> question(PatientCase patient) {
        if (!isAboutSomebody(patient)) {
            return Optional.empty();
        }
        try {
            return PatientRecords.find(Json.write(patient.bundle()), patient.patientId())
                    .map(chart -> CaseQuestions.about(patient, chart));
        } catch (RejectedInputException | RequestException e) {
            return Optional.empty();
        }
    }

    private static boolean isAboutSomebody(PatientCase patient) {
        try {
            return !patient.patientId().isEmpty();
        } catch (NoSuchElementException | JsonNodeException e) {
            return false;
        }
    }

    private static void check(Recommendation card) {
        Set<String> links = Stream.concat(Stream.of(card.source()), card.links().stream())
                .map(Source::url)
                .map(String::valueOf)
                .collect(Collectors.toSet());
        CardText.requireLine(card.summary());
        assertThat(card.summary()).hasSizeLessThan(140);
        CardText.requireInert(card.detail(), links);
        card.proposals().forEach(proposal -> CardText.requireLine(proposal.label()));
        assertThat(card.toString()).doesNotContain(EditedCase.MARK);
    }
}
