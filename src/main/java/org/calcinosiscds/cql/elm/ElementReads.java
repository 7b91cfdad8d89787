package org.calcinosiscds.cql.elm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.AliasedQuerySource;
import org.hl7.elm.r1.ChoiceTypeSpecifier;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.ListTypeSpecifier;
import org.hl7.elm.r1.NamedTypeSpecifier;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.TypeSpecifier;
import org.jspecify.annotations.Nullable;

/** The elements of FHIR types that expressions access, found by the properties in the ELM. */
public final class ElementReads extends BaseElmLibraryVisitor<@Nullable Void, Library> {
    /** Stands for every type, where the ELM does not say of which type a property is. */
    public static final String ANY = "";

    private static final String FHIR = "http://hl7.org/fhir";

    private final Map<String, Set<String>> elements = new HashMap<>();
    private final Map<String, Set<String>> aliases = new HashMap<>();

    private ElementReads() {}

    /** Element names by the name of their type in lower case. */
    public static Map<String, Set<String>> of(LibraryManager libraries) {
        ElementReads reads = new ElementReads();
        libraries.getCompiledLibraries().values().forEach(compiled -> {
            Library library = Objects.requireNonNull(compiled.getLibrary());
            LibraryResolver.definitions(library).forEach(define -> reads.visitExpressionDef(define, library));
        });
        return reads.elements;
    }

    @Override
    public @Nullable Void visitQuery(Query query, Library library) {
        Map<String, Set<String>> outer = new HashMap<>(aliases);
        Stream.concat(query.getSource().stream(), query.getRelationship().stream())
                .forEach(source -> aliases.put(String.valueOf(source.getAlias()), types(source)));
        super.visitQuery(query, library);
        aliases.clear();
        aliases.putAll(outer);
        return null;
    }

    @Override
    public @Nullable Void visitProperty(Property property, Library library) {
        Element source = property.getSource();
        Set<String> types =
                source == null ? aliases.getOrDefault(String.valueOf(property.getScope()), Set.of(ANY)) : types(source);
        types.forEach(
                type -> elements.computeIfAbsent(type, key -> new HashSet<>()).add(String.valueOf(property.getPath())));
        return super.visitProperty(property, library);
    }

    @Override
    protected @Nullable Void defaultResult(Element element, Library library) {
        return null;
    }

    private static Set<String> types(AliasedQuerySource source) {
        return source.getExpression() == null ? Set.of(ANY) : types(source.getExpression());
    }

    private static Set<String> types(Element element) {
        if (element.getResultTypeName() != null) {
            return type(element.getResultTypeName());
        }
        TypeSpecifier specifier = element.getResultTypeSpecifier();
        return specifier == null ? Set.of(ANY) : types(specifier);
    }

    /** Empty for tuples and for types of CQL itself. */
    private static Set<String> types(@Nullable TypeSpecifier type) {
        if (type instanceof NamedTypeSpecifier named && named.getName() != null) {
            return type(named.getName());
        }
        if (type instanceof ListTypeSpecifier list) {
            return types(list.getElementType());
        }
        Set<String> all = new HashSet<>();
        if (type instanceof ChoiceTypeSpecifier choice) {
            List<TypeSpecifier> alternatives = choice.getChoice();
            alternatives.forEach(each -> all.addAll(types(each)));
        }
        return all;
    }

    private static Set<String> type(QName name) {
        if (!name.getNamespaceURI().equals(FHIR)) {
            return Set.of();
        }
        String type = name.getLocalPart().toLowerCase(Locale.ROOT);
        return Set.of(type.equals("simplequantity") ? "quantity" : type);
    }
}
