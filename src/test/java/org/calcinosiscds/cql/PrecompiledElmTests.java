package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.cql.elm.ElementReads;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.VersionedIdentifier;
import org.junit.jupiter.api.Test;

/** What is said of the content is the same whether its ELM was read from the jar or translated. */
class PrecompiledElmTests {
    private static final CqlSources SOURCES = CqlSources.of(SharedKnowledge.COMPILED.knowledge());
    private static final LibraryManager READ =
            PrecompiledElm.read(SOURCES.cql()).orElseThrow();
    private static final LibraryManager TRANSLATED = ContentTranslation.of(SOURCES, TranslationStore.ofProcess());

    @Test
    void resourcesAndElementsThatAreReadAreTheSame() {
        assertThat(ElementReads.of(READ)).isEqualTo(ElementReads.of(TRANSLATED)).isNotEmpty();
        assertThat(identifiers()).allSatisfy(library -> {
            Set<DataNeeds.Need> needs = DataNeeds.of(TRANSLATED, List.of(library));
            assertThat(DataNeeds.of(READ, List.of(library))).isEqualTo(needs);
        });
    }

    @Test
    void definitionsHaveTheSameTypes() {
        assertThat(identifiers())
                .isNotEmpty()
                .allSatisfy(library -> assertThat(types(READ, library)).isEqualTo(types(TRANSLATED, library)));
    }

    @Test
    void elmOfOtherSourcesIsNotRead() {
        Map<String, String> changed = Map.of("Other", "library Other");

        assertThat(PrecompiledElm.read(changed)).isEmpty();
    }

    private static Set<VersionedIdentifier> identifiers() {
        return TRANSLATED.getCompiledLibraries().keySet();
    }

    private static List<String> types(LibraryManager libraries, VersionedIdentifier library) {
        return Stream.of(new LibraryResolver(libraries).resolve(library))
                .flatMap(each -> LibraryResolver.definitions(each).stream())
                .map(define -> define.getName() + " " + CqlTypes.of(Objects.requireNonNull(define)))
                .toList();
    }
}
