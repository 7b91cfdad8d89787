package org.calcinosiscds.cql;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.Library;

/** Finds the libraries whose defines can depend on a parameter of CQL. */
final class ParameterReaders {
    private ParameterReaders() {}

    /** Names of the libraries that declare one of the parameters, or include such a library, directly or through others. */
    static Set<String> of(Set<String> parameters, LibraryManager manager) {
        List<Library> libraries = manager.getCompiledLibraries().values().stream()
                .map(each -> Objects.requireNonNull(each.getLibrary()))
                .toList();
        Set<String> found = libraries.stream()
                .filter(library -> declares(library, parameters))
                .map(ParameterReaders::name)
                .collect(Collectors.toCollection(HashSet::new));
        boolean grows = !found.isEmpty();
        while (grows) {
            grows = found.addAll(libraries.stream()
                    .filter(library -> includes(library, found))
                    .map(ParameterReaders::name)
                    .toList());
        }
        return found;
    }

    private static boolean declares(Library library, Set<String> parameters) {
        return library.getParameters() != null
                && library.getParameters().getDef().stream()
                        .anyMatch(parameter -> parameters.contains(String.valueOf(parameter.getName())));
    }

    private static boolean includes(Library library, Set<String> names) {
        return library.getIncludes() != null
                && library.getIncludes().getDef().stream()
                        .anyMatch(include -> names.contains(String.valueOf(include.getPath())));
    }

    private static String name(Library library) {
        return String.valueOf(Objects.requireNonNull(library.getIdentifier()).getId());
    }
}
