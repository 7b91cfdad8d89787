package org.calcinosiscds.cql;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import kotlin.Lazy;
import kotlin.LazyKt;
import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.CqlCompilerException.ErrorSeverity;
import org.cqframework.cql.cql2elm.CqlCompilerOptions;
import org.cqframework.cql.cql2elm.CqlCompilerOptions.Options;
import org.cqframework.cql.cql2elm.LibraryBuilder.SignatureLevel;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.ModelManager;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.cqframework.cql.cql2elm.ucum.UcumService;
import org.hl7.elm.r1.VersionedIdentifier;

/** How this project translates CQL to ELM: options, models and units, and which messages of the translator count. */
final class Translation {
    /**
     * The translator reports an operand as hiding another one whenever a function is translated before its position in the file
     * because an earlier define calls it. It says nothing about the CQL.
     */
    private static final String SPURIOUS = "is hiding another identifier of the same name";

    /** Read at the first translation and shared by all that follow. */
    private static final ModelManager MODELS = new ModelManager();

    private static final Lazy<UcumService> UNITS = LazyKt.lazy(() -> new LibraryManager(MODELS).getUcumService());

    private Translation() {}

    /** The engine looks a library up at every reference, and the hash codes of identifiers collide: so, a tree. */
    static Map<VersionedIdentifier, CompiledLibrary> librariesById() {
        return new TreeMap<>(Comparator.comparing((VersionedIdentifier library) -> String.valueOf(library.getId())));
    }

    /** @param libraries those there are already; what is translated can be added */
    static LibraryManager manager(Map<VersionedIdentifier, CompiledLibrary> libraries) {
        return new LibraryManager(MODELS, options(), libraries, UNITS);
    }

    static CqlCompilerOptions options() {
        CqlCompilerOptions options = new CqlCompilerOptions(
                ErrorSeverity.Info,
                SignatureLevel.Overloads,
                Options.EnableAnnotations,
                Options.EnableLocators,
                Options.EnableResultTypes,
                Options.DisableListDemotion,
                Options.DisableListPromotion);
        options.setValidateUnits(true);
        return options;
    }

    /** Whether a message of the translator says nothing about the CQL. */
    static boolean isSpurious(CqlCompilerException message) {
        return String.valueOf(message.getMessage()).contains(SPURIOUS);
    }
}
