package org.calcinosiscds.knowledge;

import java.util.List;

/** The knowledge base is defective. Each defect names library, line, column and define, or resource and path. */
public final class KnowledgeException extends RuntimeException {
    public KnowledgeException(List<String> defects) {
        super("The knowledge base is defective:\n  " + String.join("\n  ", defects));
    }

    public KnowledgeException(String defect) {
        this(List.of(defect));
    }
}
