package org.calcinosiscds.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.calcinosiscds.ehr.DialysisPatient;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.outbound.RemoteCallException;
import org.calcinosiscds.time.Deadline;
import org.junit.jupiter.api.Test;

class FetchMemoryTests {
    private static final String CLIENT = "https://ehr.example.org";
    private static final long MEGABYTE = 1024 * 1024;

    private final Bulkhead bulkhead = new Bulkhead(1000);
    private final FetchMemory memory = new FetchMemory(bulkhead);

    @Test
    void allPlacesForCallsHaveMemoryForAnOrdinaryRecordInAHeapOf512Megabytes() {
        byte[] record = bytes(DialysisPatient.withResults(500).bundle().toString());

        assertThat(48 * FetchMemory.estimate(record, 0, record.length)).isLessThan(312 * MEGABYTE);
    }

    @Test
    void nothingButSmallObjectsIsEstimatedAtWhatItWasSeenToFill() {
        byte[] objects = bytes("[" + "{},".repeat(1000) + "{}]");

        assertThat(FetchMemory.estimate(objects, 0, objects.length)).isGreaterThan(80L * objects.length);
    }

    @Test
    void piecesCountTogetherAndAreGivenBack() throws RemoteCallException {
        byte[] text = bytes("[{\"a\":1},{\"b\":2}]");
        try (FetchBudget budget = new FetchBudget(memory, CLIENT, Deadline.NONE)) {
            budget.received(text, 0, 5);
            budget.received(text, 5, 4);

            assertThat(bulkhead.taken()).isEqualTo(FetchMemory.estimate(text, 0, 9));
        }
        assertThat(bulkhead.taken()).isZero();
    }

    @Test
    void whatDoesNotFitBesideAnotherCallIsRefused() throws RemoteCallException {
        byte[] text = bytes("[{},{},{}]");
        FetchBudget other = new FetchBudget(memory, CLIENT, Deadline.NONE);
        other.received(text, 0, text.length);
        FetchBudget budget = new FetchBudget(memory, CLIENT, Deadline.NONE);

        assertThatThrownBy(() -> budget.received(text, 0, text.length)).hasMessageContaining("memory");

        other.close();
        budget.received(text, 0, text.length);
        budget.close();
        assertThat(bulkhead.taken()).isZero();
    }

    @Test
    void queryThatOutlivesItsCallTakesNothing() {
        FetchBudget budget = new FetchBudget(memory, CLIENT, Deadline.NONE);
        budget.close();

        assertThatThrownBy(() -> budget.received(bytes("[]"), 0, 2)).isInstanceOf(RemoteCallException.class);
        assertThat(bulkhead.taken()).isZero();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
