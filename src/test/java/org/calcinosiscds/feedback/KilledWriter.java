package org.calcinosiscds.feedback;

import java.util.List;
import java.util.UUID;
import org.calcinosiscds.store.TestDatabase;

/** A process that keeps feedback and says so, three items at a time, until it is killed. */
final class KilledWriter {
    private KilledWriter() {}

    /** @param arguments URL of the store */
    public static void main(String[] arguments) {
        try (Desk desk = new Desk(TestDatabase.settings(arguments[0]))) {
            while (true) {
                String batch = UUID.randomUUID().toString();
                desk.feedback.keep(
                        Desk.ISSUER,
                        Desk.SERVICE,
                        List.of(
                                Desk.overridden(UUID.randomUUID(), null, batch),
                                Desk.overridden(UUID.randomUUID(), null, batch),
                                Desk.overridden(UUID.randomUUID(), null, batch)));
                System.out.println(batch);
            }
        }
    }
}
