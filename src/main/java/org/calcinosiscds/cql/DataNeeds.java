package org.calcinosiscds.cql;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.IncludeDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Retrieve;
import org.hl7.elm.r1.ValueSetRef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What a library and all it includes retrieve, read from the ELM.
 *
 * <p>The engine's own DataRequirementsProcessor 4.4.0 fails on an aggregate clause, so the retrieves are visited here.
 */
final class DataNeeds extends BaseElmLibraryVisitor<@Nullable Void, Library> {
    /**
     * One kind of retrieve.
     *
     * @param type FHIR resource type
     * @param path element that carries the code, empty when every resource of the type is read
     * @param valueSet canonical, empty like the path
     */
    record Need(String type, String path, String valueSet) implements Comparable<Need> {
        @Override
        public int compareTo(Need other) {
            return (type + path + valueSet).compareTo(other.type + other.path + other.valueSet);
        }
    }

    private final LibraryManager libraries;
    private final Set<Need> needs = new TreeSet<>();
    private final Set<String> visited = new HashSet<>();

    private DataNeeds(LibraryManager libraries) {
        this.libraries = libraries;
    }

    static Set<Need> of(LibraryManager libraries, VersionedIdentifier library) {
        DataNeeds needs = new DataNeeds(libraries);
        needs.read(library);
        return needs.needs;
    }

    private void read(VersionedIdentifier identifier) {
        if (visited.add(String.valueOf(identifier.getId()))) {
            Library library = resolve(identifier);
            visitLibrary(library, library);
            includes(library).forEach(include -> read(identifier(include)));
        }
    }

    @Override
    public @Nullable Void visitRetrieve(Retrieve retrieve, Library library) {
        String type = String.valueOf(retrieve.getDataType()).replaceFirst("^\\{.*}", "");
        needs.add(
                retrieve.getCodes() instanceof ValueSetRef reference
                        ? new Need(type, String.valueOf(retrieve.getCodeProperty()), canonical(reference, library))
                        : new Need(type, "", ""));
        return super.visitRetrieve(retrieve, library);
    }

    @Override
    protected @Nullable Void defaultResult(Element element, Library library) {
        return null;
    }

    private String canonical(ValueSetRef reference, Library library) {
        Library owner = reference.getLibraryName() == null
                ? library
                : resolve(includes(library).stream()
                        .filter(include -> reference.getLibraryName().equals(include.getLocalIdentifier()))
                        .map(DataNeeds::identifier)
                        .findFirst()
                        .orElseThrow());
        return Objects.requireNonNull(owner.getValueSets()).getDef().stream()
                .filter(valueSet -> String.valueOf(valueSet.getName()).equals(reference.getName()))
                .map(valueSet -> String.valueOf(valueSet.getId()))
                .findFirst()
                .orElseThrow();
    }

    private Library resolve(VersionedIdentifier identifier) {
        return Objects.requireNonNull(libraries.resolveLibrary(identifier).getLibrary());
    }

    private static List<IncludeDef> includes(Library library) {
        return library.getIncludes() == null ? List.of() : library.getIncludes().getDef();
    }

    private static VersionedIdentifier identifier(IncludeDef include) {
        return new VersionedIdentifier().withId(include.getPath()).withVersion(include.getVersion());
    }
}
