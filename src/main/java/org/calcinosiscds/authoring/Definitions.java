package org.calcinosiscds.authoring;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.cql.LibraryTranslator;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Retrieve;

/** Finds what references in translated libraries mean, across libraries. */
final class Definitions {
    private final LibraryTranslator translator;
    private final LibraryResolver libraries;
    private final Map<Key, Boolean> retrieving = new HashMap<>();

    /** A define or function and the library that it stands in. */
    record Definition(Library library, ExpressionDef definition) {
        Key key() {
            return new Key(name(library), String.valueOf(definition.getName()));
        }
    }

    /** Functions of one name are one. */
    record Key(String library, String name) {}

    Definitions(LibraryTranslator translator) {
        this.translator = translator;
        this.libraries = new LibraryResolver(translator.libraries());
    }

    static String name(Library library) {
        return String.valueOf(Objects.requireNonNull(library.getIdentifier()).getId());
    }

    Optional<Library> library(String name) {
        return translator.library(name);
    }

    Key key(ExpressionRef reference, Library library) {
        return new Key(name(libraries.owner(reference.getLibraryName(), library)), String.valueOf(reference.getName()));
    }

    /** Nothing for a function of which several have this many operands. */
    Optional<Definition> of(ExpressionRef reference, Library library) {
        Library owner = libraries.owner(reference.getLibraryName(), library);
        List<ExpressionDef> found = LibraryResolver.definitions(owner).stream()
                .filter(each -> String.valueOf(each.getName()).equals(reference.getName()))
                .filter(each -> reference instanceof FunctionRef call
                        ? each instanceof FunctionDef function
                                && function.getOperand().size()
                                        == call.getOperand().size()
                        : !(each instanceof FunctionDef))
                .toList();
        return found.size() == 1 && found.get(0).getExpression() != null
                ? Optional.of(new Definition(owner, found.get(0)))
                : Optional.empty();
    }

    /** All that a definition names itself. */
    Set<Key> named(Definition from) {
        Set<Key> keys = new LinkedHashSet<>();
        ElmWalk.of(from.definition(), from.library(), each -> {
            if (each instanceof ExpressionRef reference) {
                keys.add(key(reference, from.library()));
            }
        });
        return keys;
    }

    /** Whether a define, not a function, finds resources, itself or through what it names. */
    boolean retrieves(Key key) {
        Boolean known = retrieving.get(key);
        if (known == null) {
            known = library(key.library()).stream()
                    .flatMap(library -> LibraryResolver.definitions(library).stream()
                            .filter(define -> key.name().equals(define.getName()) && !(define instanceof FunctionDef))
                            .map(define -> new Definition(library, define)))
                    .anyMatch(this::retrieves);
            retrieving.put(key, known);
        }
        return known;
    }

    private boolean retrieves(Definition definition) {
        boolean[] isFound = {false};
        ElmWalk.of(definition.definition(), definition.library(), each -> isFound[0] |= each instanceof Retrieve);
        return isFound[0]
                || named(definition).stream()
                        .filter(key -> !key.equals(definition.key()))
                        .anyMatch(this::retrieves);
    }
}
