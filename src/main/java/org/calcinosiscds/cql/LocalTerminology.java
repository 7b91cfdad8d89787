package org.calcinosiscds.cql;

import java.util.Map;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.ValueSetCodes;
import org.calcinosiscds.knowledge.ValueSetsByCode;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.terminology.CodeSystemInfo;
import org.opencds.cqf.cql.engine.terminology.TerminologyProvider;
import org.opencds.cqf.cql.engine.terminology.ValueSetInfo;

/**
 * Answers value set membership from the knowledge base. Holds no state of an evaluation; shared by all.
 *
 * @param valueSets by canonical
 * @param byCode the same by what they hold
 */
record LocalTerminology(Map<String, ValueSetCodes> valueSets, ValueSetsByCode byCode) implements TerminologyProvider {
    LocalTerminology(Map<String, ValueSetCodes> valueSets) {
        this(valueSets, new ValueSetsByCode(valueSets.values()));
    }

    @Override
    public boolean in(Code code, ValueSetInfo valueSet) {
        return code.getSystem() != null
                && code.getCode() != null
                && codes(String.valueOf(valueSet.getId())).contains(code.getSystem(), code.getCode());
    }

    @Override
    public Iterable<Code> expand(ValueSetInfo valueSet) {
        return codes(String.valueOf(valueSet.getId())).bySystem().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(system -> system.getValue().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(code -> new Code()
                                .withSystem(system.getKey())
                                .withCode(code.getKey())
                                .withDisplay(code.getValue())))
                .toList();
    }

    @Override
    public Code lookup(Code code, CodeSystemInfo codeSystem) {
        return code;
    }

    ValueSetCodes codes(String url) {
        ValueSetCodes codes = valueSets.get(url);
        if (codes == null) {
            throw new KnowledgeException("No ValueSet has the canonical " + url + ".");
        }
        return codes;
    }
}
