package org.calcinosiscds.authoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
    private final IdentityHashMap<Library, List<Library>> included = new IdentityHashMap<>();
    private final LibraryResults<IdentityHashMap<ExpressionDef, Set<Key>>> named;

    /** A define or function and the library that it stands in. */
    record Definition(Library library, ExpressionDef definition) {
        Key key() {
            return new Key(name(library), String.valueOf(definition.getName()));
        }
    }

    /** Functions of one name are one. */
    record Key(String library, String name) {}

    Definitions(LibraryTranslator translator) {
        this(translator, new LibraryResults<>());
    }

    /** @param named by library, what each definition names: of an earlier check, or empty */
    Definitions(LibraryTranslator translator, LibraryResults<IdentityHashMap<ExpressionDef, Set<Key>>> named) {
        this.translator = translator;
        this.named = named;
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

    /** A library and all that it includes, itself or through others. */
    List<Library> withIncluded(Library library) {
        Set<Library> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Library> next = new ArrayDeque<>(List.of(library));
        List<Library> ordered = new ArrayList<>();
        while (!next.isEmpty()) {
            Library each = next.remove();
            if (found.add(each)) {
                ordered.add(each);
                next.addAll(included.computeIfAbsent(each, libraries::included));
            }
        }
        return ordered;
    }

    /** All that a definition names itself. */
    Set<Key> named(Definition from) {
        Library library = from.library();
        return Objects.requireNonNull(
                named.of(name(library), List.of(library), () -> named(library)).get(from.definition()));
    }

    private IdentityHashMap<ExpressionDef, Set<Key>> named(Library library) {
        IdentityHashMap<ExpressionDef, Set<Key>> found = new IdentityHashMap<>();
        LibraryResolver.definitions(library).forEach(definition -> {
            Set<Key> keys = new LinkedHashSet<>();
            ElmWalk.of(definition, library, each -> {
                if (each instanceof ExpressionRef reference) {
                    keys.add(key(reference, library));
                }
            });
            found.put(definition, keys);
        });
        return found;
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
