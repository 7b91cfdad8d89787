package org.calcinosiscds.terminology;

import java.nio.file.Path;
import org.calcinosiscds.knowledge.KnowledgeException;

/** A table cannot be used. The message is one sentence that begins with its file and line. */
public final class TableException extends KnowledgeException {
    private final Path file;
    private final int line;
    private final String sentence;

    /** @param line from 1 */
    TableException(Path file, int line, String sentence) {
        super(sentence);
        this.file = file;
        this.line = line;
        this.sentence = sentence;
    }

    public Path file() {
        return file;
    }

    public int line() {
        return line;
    }

    /** What is wrong and what to do, without the place. */
    public String sentence() {
        return sentence;
    }

    @Override
    public String getMessage() {
        return file.normalize() + ":" + line + ": " + sentence;
    }
}
