package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;

/** Goes through cases, or files of patients, one after the other while others read how far it is. */
public abstract class CasesRun<P extends PatientSource> implements Runnable {
    private final List<P> cases;
    private volatile int done;
    private volatile List<String> unanswered = List.of();
    private volatile String problem = "";
    private volatile boolean isStopped;
    private volatile boolean isEnded;

    CasesRun(List<P> cases) {
        this.cases = cases;
    }

    /** Loads what the run needs. */
    void begin() throws IOException {}

    abstract void run(P each) throws IOException;

    /** Keeps what was found, for those who read it. */
    abstract void finish();

    /** Whatever became of the run. */
    void close() {}

    @Override
    public final void run() {
        try {
            begin();
            List<String> failed = new ArrayList<>();
            for (int index = 0; index < cases.size() && !isStopped; index++) {
                P each = cases.get(index);
                try {
                    run(each);
                } catch (KnowledgeException
                        | EvaluationException
                        | RejectedInputException
                        | RequestException
                        | OverloadedException
                        | IOException e) {
                    failed.add(each.toString());
                    unanswered = List.copyOf(failed);
                }
                done = index + 1;
            }
            if (!isStopped) {
                finish();
            }
        } catch (KnowledgeException | InvalidPathException | IOException e) {
            problem = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            // The client that waits for the end reads this sentence; the exception itself goes to the log with the
            // thread.
            problem = "The run failed by a fault of the service; its log says where.";
            throw e;
        } finally {
            isEnded = true;
            close();
        }
    }

    /** Ends it before the next case. */
    public final void stop() {
        isStopped = true;
    }

    public final int cases() {
        return cases.size();
    }

    public final int done() {
        return done;
    }

    /** Names of those that could not be read or answered. */
    public final List<String> unanswered() {
        return unanswered;
    }

    /** Why it could not begin; empty when it could. */
    public final String problem() {
        return problem;
    }

    public final boolean isEnded() {
        return isEnded;
    }
}
