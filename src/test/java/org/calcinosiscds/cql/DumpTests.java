package org.calcinosiscds.cql;

import java.nio.file.*;
import java.util.*;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Test;

class DumpTests {
    @Test
    void dump() throws Exception {
        StringBuilder out = new StringBuilder();
        for (PatientCase patient : PatientCase.all()) {
            var answer = CaseAnswers.assessment(patient, patient.record());
            out.append("#### ")
                    .append(patient)
                    .append(' ')
                    .append(answer.rules())
                    .append('\n');
            for (var card : answer.recommendations()) {
                out.append("== ")
                        .append(card.evidence().get("problem"))
                        .append(' ')
                        .append(card.urgency())
                        .append(" | ")
                        .append(card.summary())
                        .append(" | ")
                        .append(card.summary().length())
                        .append('\n')
                        .append(card.detail())
                        .append('\n');
                card.proposals()
                        .forEach(p -> out.append("  >> ").append(p.label()).append('\n'));
                out.append("  because ").append(card.evidence().get("because")).append('\n');
            }
        }
        Files.writeString(Path.of("/tmp/trace/dump.txt"), out);
    }
}
