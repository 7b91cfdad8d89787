package org.calcinosiscds.cql;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.RuleReason;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;

/** Tells of each rule that a service judges why it is true or not, all from one evaluation. */
final class RuleReasons {
    private final CompiledKnowledge compiled;
    private final Evaluation evaluation;

    private RuleReasons(CompiledKnowledge compiled, Evaluation evaluation) {
        this.compiled = compiled;
        this.evaluation = evaluation;
    }

    /** @param service library of the service; its rules are in the libraries that it includes */
    static Map<String, RuleReason> of(CompiledKnowledge compiled, Evaluation evaluation, VersionedIdentifier service) {
        Set<Library> judged = new HashSet<>();
        collect(compiled.library(service), new LibraryResolver(compiled.libraries()), judged);
        Map<String, RuleReason> reasons = new TreeMap<>();
        RuleReasons each = new RuleReasons(compiled, evaluation);
        judged.forEach(library -> LibraryResolver.definitions(library)
                .forEach(define -> RuleDefines.rule(define)
                        .flatMap(rule -> each.reason(library, rule))
                        .ifPresent(reason -> reasons.put(reason.rule(), reason))));
        return reasons;
    }

    private static void collect(Library library, LibraryResolver resolver, Set<Library> found) {
        if (found.add(library) && library.getIncludes() != null) {
            library.getIncludes()
                    .getDef()
                    .forEach(include -> collect(
                            resolver.owner(Objects.requireNonNull(include.getLocalIdentifier()), library),
                            resolver,
                            found));
        }
    }

    private Optional<RuleReason> reason(Library library, String rule) {
        Stream<ExpressionDef> defines = LibraryResolver.definitions(library).stream();
        return defines.filter(each -> !(each instanceof FunctionDef)
                        && String.valueOf(each.getName()).equals(RuleDefines.fires(rule)))
                .findFirst()
                .map(define -> {
                    MissingConditions.Way way = new MissingConditions(compiled, evaluation).of(library, define);
                    return new RuleReason(
                            rule,
                            new RuleExplainer(compiled, evaluation).explain(library, define),
                            way.missing(),
                            way.met());
                });
    }
}
