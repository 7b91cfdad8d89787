package org.calcinosiscds.knowledge;

import java.util.List;

/** The knowledge base is defective. Each defect names library, line, column and define, or resource and path. */
public class KnowledgeException extends RuntimeException {
    private final transient List<String> defects;

    public KnowledgeException(List<String> defects) {
        super("The knowledge base is defective:\n  " + String.join("\n  ", defects));
        this.defects = List.copyOf(defects);
    }

    public KnowledgeException(String defect) {
        this(List.of(defect));
    }

    /** Each defect by itself. */
    public List<String> defects() {
        return defects;
    }
}
