package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.Concatenate;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.First;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.IsNull;
import org.hl7.elm.r1.Last;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.UnaryExpression;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of a text can visibly be null: an element of FHIR that may be missing, a branch that says null, the first or last of a
 * list. It cannot where a condition about the same thing decides whether the text is made at all.
 */
final class NullParts {
    private static final int DEPTH = 8;

    private final Definitions definitions;
    private final Library library;

    /** Conditions that must have been decided, innermost last. */
    private final List<Expression> guards;

    NullParts(Definitions definitions, Library library, List<Expression> guards) {
        this.definitions = definitions;
        this.library = library;
        this.guards = guards;
    }

    /** Parts of a text that can be null although no condition asks about them. */
    List<Expression> of(Concatenate text) {
        return text.getOperand().stream()
                .filter(part -> !(part instanceof Concatenate))
                .filter(part -> canBeNull(part, library, 0, List.of()) && !isGuarded(part))
                .toList();
    }

    /** @param decided conditions within the definition that was followed */
    private boolean canBeNull(@Nullable Expression part, Library owner, int depth, List<Expression> decided) {
        if (part == null || depth > DEPTH) {
            return false;
        }
        if (part instanceof Null) {
            return true;
        }
        if (part instanceof First || part instanceof Last) {
            return !isAsked(part, owner, decided);
        }
        if (part instanceof If choice) {
            List<Expression> more = with(decided, choice.getCondition());
            return Stream.of(choice.getThen(), choice.getElse())
                    .anyMatch(each -> canBeNull(each, owner, depth + 1, more));
        }
        if (part instanceof Case choice) {
            List<Expression> more = new ArrayList<>(decided);
            choice.getCaseItem().forEach(item -> more.add(Objects.requireNonNull(item.getWhen())));
            return choice.getCaseItem().stream().anyMatch(item -> canBeNull(item.getThen(), owner, depth + 1, more))
                    || canBeNull(choice.getElse(), owner, depth + 1, more);
        }
        if (part instanceof Coalesce coalesce) {
            return coalesce.getOperand().stream().allMatch(each -> canBeNull(each, owner, depth + 1, decided));
        }
        if (part instanceof FunctionRef call && isOfFhirHelpers(call)) {
            return canBeNull(call.getOperand().get(0), owner, depth, decided);
        }
        if (part instanceof ExpressionRef reference) {
            return definitions
                    .of(reference, owner)
                    .filter(found ->
                            canBeNull(found.definition().getExpression(), found.library(), depth + 1, List.of()))
                    .isPresent();
        }
        if (part instanceof Property property) {
            return isElementOfFhir(property)
                    ? !isAsked(part, owner, decided)
                    : canBeNull(property.getSource(), owner, depth + 1, decided);
        }
        if (part instanceof BinaryExpression both) {
            return both.getOperand().stream().anyMatch(each -> canBeNull(each, owner, depth + 1, decided));
        }
        return part instanceof UnaryExpression unary && canBeNull(unary.getOperand(), owner, depth + 1, decided);
    }

    private boolean isAsked(Expression part, Library owner, List<Expression> decided) {
        Set<Object> asked = new HashSet<>();
        decided.forEach(condition -> asked.addAll(mentioned(condition, owner)));
        return mentioned(part, owner).stream().anyMatch(asked::contains);
    }

    private static List<Expression> with(List<Expression> some, @Nullable Expression more) {
        List<Expression> all = new ArrayList<>(some);
        all.add(Objects.requireNonNull(more));
        return all;
    }

    private static boolean isOfFhirHelpers(FunctionRef call) {
        return TranslationCheck.FHIR_HELPERS.equals(call.getLibraryName())
                && call.getOperand().size() == 1;
    }

    /** Every resource that is evaluated has an id. */
    private static boolean isElementOfFhir(Property property) {
        if (CqlTypes.of(property).startsWith("FHIR.")) {
            return !"id".equals(property.getPath());
        }
        return property.getSource() instanceof Property owner
                && "value".equals(property.getPath())
                && isElementOfFhir(owner);
    }

    /** Whether a condition names something that the part names too, or both read the same data. */
    private boolean isGuarded(Expression part) {
        Set<Object> asked = new HashSet<>();
        guards.forEach(guard -> asked.addAll(reached(guard)));
        return mentioned(part, library).stream().anyMatch(asked::contains)
                || reached(part).stream().anyMatch(each -> asked.contains(each) && isOfData(each));
    }

    /** A define that retrieves something. */
    private boolean isOfData(Object mentioned) {
        return mentioned instanceof Definitions.Key key && definitions.retrieves(key);
    }

    /** What an expression mentions, and all that is mentioned in the definitions that it uses. */
    private Set<Object> reached(Expression from) {
        Set<Object> found = new HashSet<>();
        collect(from, library, found, new HashSet<>());
        return found;
    }

    private void collect(Expression from, Library owner, Set<Object> found, Set<Definitions.Key> visited) {
        found.addAll(mentioned(from, owner));
        ElmWalk.of(from, owner, each -> {
            if (each instanceof ExpressionRef reference && visited.add(definitions.key(reference, owner))) {
                Optional<Definitions.Definition> target = definitions.of(reference, owner);
                target.ifPresent(next -> collect(
                        Objects.requireNonNull(next.definition().getExpression()), next.library(), found, visited));
            }
        });
    }

    /** Definitions, and paths from a scope, that an expression names. */
    private Set<Object> mentioned(Expression expression, Library owner) {
        Set<Object> found = new HashSet<>();
        ElmWalk.of(expression, owner, each -> {
            if (each instanceof ExpressionRef reference) {
                Definitions.Key key = definitions.key(reference, owner);
                if (!key.library().equals(TranslationCheck.FHIR_HELPERS)) {
                    found.add(key);
                }
            } else if (each instanceof Property property && property.getScope() != null) {
                found.add(property.getScope() + "." + property.getPath());
            } else if (each instanceof org.hl7.elm.r1.AliasRef alias) {
                found.add(String.valueOf(alias.getName()));
            } else if (each instanceof org.hl7.elm.r1.QueryLetRef let) {
                found.add(String.valueOf(let.getName()));
            } else if (each instanceof org.hl7.elm.r1.OperandRef operand) {
                found.add(String.valueOf(operand.getName()));
            }
        });
        return found;
    }

    /** Whether null is handled where an expression is used: {@code Coalesce}, tests for null, lists that are filtered by one. */
    static boolean isHandledBy(Expression user) {
        boolean[] isFiltered = {false};
        if (user instanceof Query query && query.getWhere() != null) {
            ElmWalk.of(query.getWhere(), new Library(), each -> isFiltered[0] |= each instanceof IsNull);
        }
        return user instanceof Coalesce || user instanceof IsNull || isFiltered[0];
    }
}
