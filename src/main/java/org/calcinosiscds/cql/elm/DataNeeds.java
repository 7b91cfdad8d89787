package org.calcinosiscds.cql.elm;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Retrieve;
import org.hl7.elm.r1.ValueSetRef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What the defines of a library retrieve, and those they call, read from the ELM. A define that nothing calls needs no data, so that each
 * service asks for what its own rules read.
 *
 * <p>The engine's own DataRequirementsProcessor 4.4.0 fails on an aggregate clause, so the retrieves are visited here.
 */
public final class DataNeeds extends BaseElmLibraryVisitor<@Nullable Void, Library> {
    /**
     * One kind of retrieve.
     *
     * @param type FHIR resource type
     * @param path element that carries the code, empty when every resource of the type is read
     * @param valueSet canonical, empty like the path
     */
    public record Need(String type, String path, String valueSet) implements Comparable<Need> {
        /** What a retrieve by a value set finds is that; of any other, all that it may find. */
        public static Need of(Retrieve retrieve, Library library, LibraryResolver inclusion) {
            String type = String.valueOf(retrieve.getDataType()).replaceFirst("^\\{.*}", "");
            return retrieve.getCodes() instanceof ValueSetRef reference
                    ? new Need(
                            type, String.valueOf(retrieve.getCodeProperty()), inclusion.canonical(reference, library))
                    : new Need(type, "", "");
        }

        @Override
        public int compareTo(Need other) {
            return (type + path + valueSet).compareTo(other.type + other.path + other.valueSet);
        }
    }

    private record Called(Library library, String name) {}

    private final LibraryResolver inclusion;
    private final Set<Need> needs = new TreeSet<>();
    private final Set<String> visited = new HashSet<>();

    private DataNeeds(LibraryManager libraries) {
        this.inclusion = new LibraryResolver(libraries);
    }

    /** @param roots libraries whose definitions need the data, with all that they call in others */
    public static Set<Need> of(LibraryManager libraries, Collection<VersionedIdentifier> roots) {
        DataNeeds needs = new DataNeeds(libraries);
        for (VersionedIdentifier library : roots) {
            Library root = needs.inclusion.resolve(library);
            LibraryResolver.definitions(root)
                    .forEach(define -> needs.read(new Called(root, String.valueOf(define.getName()))));
        }
        return needs.needs;
    }

    private void read(Called called) {
        Library library = called.library();
        if (visited.add(Objects.requireNonNull(library.getIdentifier()).getId() + "." + called.name())) {
            // Overloads of a function differ in their operands; which one is called does not matter here.
            LibraryResolver.definitions(library).stream()
                    .filter(define -> called.name().equals(define.getName()))
                    .forEach(define -> visitExpressionDef(define, library));
        }
    }

    @Override
    public @Nullable Void visitExpressionRef(ExpressionRef reference, Library library) {
        // The base class hands a FunctionRef on to visitFunctionRef.
        if (!(reference instanceof FunctionRef)) {
            read(called(reference, library));
        }
        return super.visitExpressionRef(reference, library);
    }

    @Override
    public @Nullable Void visitFunctionRef(FunctionRef reference, Library library) {
        read(called(reference, library));
        return super.visitFunctionRef(reference, library);
    }

    @Override
    public @Nullable Void visitRetrieve(Retrieve retrieve, Library library) {
        needs.add(Need.of(retrieve, library, inclusion));
        return super.visitRetrieve(retrieve, library);
    }

    @Override
    protected @Nullable Void defaultResult(Element element, Library library) {
        return null;
    }

    private Called called(ExpressionRef reference, Library library) {
        return new Called(inclusion.owner(reference.getLibraryName(), library), String.valueOf(reference.getName()));
    }
}
