package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Quantities whose unit changes no answer: those that a define returns of which only {@code .value} is read, such as
 * {@code "Urate Limit".value}.
 */
final class UnreadUnits {
    private final Set<Quantity> quantities = Collections.newSetFromMap(new IdentityHashMap<>());

    UnreadUnits(Collection<Library> libraries, Definitions definitions) {
        Set<Definitions.Key> whole = new HashSet<>();
        libraries.forEach(library -> LibraryResolver.definitions(library).forEach(define -> {
            Set<Expression> sources = Collections.newSetFromMap(new IdentityHashMap<>());
            List<ExpressionRef> references = new ArrayList<>();
            ElmWalk.of(define, library, each -> {
                if (each instanceof Property property
                        && "value".equals(property.getPath())
                        && property.getSource() instanceof ExpressionRef source) {
                    sources.add(source);
                } else if (each instanceof ExpressionRef reference) {
                    references.add(reference);
                }
            });
            references.stream()
                    .filter(each -> !sources.contains(each))
                    .forEach(each -> whole.add(definitions.key(each, library)));
        }));
        libraries.forEach(library -> LibraryResolver.definitions(library).stream()
                .filter(define -> !whole.contains(new Definitions.Definition(library, define).key()))
                .forEach(define -> addReturned(define.getExpression())));
    }

    private void addReturned(@Nullable Expression expression) {
        if (expression instanceof Quantity quantity) {
            quantities.add(quantity);
        } else if (expression instanceof If condition) {
            addReturned(condition.getThen());
            addReturned(condition.getElse());
        } else if (expression instanceof Case choice) {
            choice.getCaseItem().forEach(item -> addReturned(item.getThen()));
            addReturned(choice.getElse());
        }
    }

    boolean contains(Quantity quantity) {
        return quantities.contains(quantity);
    }
}
