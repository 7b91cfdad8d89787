package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.elm.serializing.ElmJsonLibraryWriter;
import org.hl7.elm.r1.Library;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationCacheTests {
    @TempDir
    Path folder;

    private final TranslationCache cache = new TranslationCache();
    private SmallKnowledge small;

    @BeforeEach
    void translate() {
        small = new SmallKnowledge(folder);
        sameAsFresh();
        assertThat(cache.translated()).containsExactlyInAnyOrder("FHIRHelpers", "Kidney", "Small", "SmallPlan");
    }

    @Test
    void nothingIsTranslatedWhenNothingHasChanged() {
        sameAsFresh();

        assertThat(cache.translated()).isEmpty();
    }

    @Test
    void onlyTheChangedLibraryIsTranslatedWhenItLooksTheSameFromOutside() {
        small.replacing("cql/Kidney.cql", "exists [Condition", "not exists [Condition");

        sameAsFresh();

        assertThat(cache.translated()).containsExactly("Kidney");
    }

    @Test
    void whatIncludesALibraryIsTranslatedWhenATypeHasChanged() {
        small.replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", "Count([Condition: \"Dialysis\"])")
                .replacing("cql/Small.cql", "Kidney.\"On Dialysis\"", "Kidney.\"On Dialysis\" > 0");

        sameAsFresh();

        assertThat(cache.translated()).containsExactlyInAnyOrder("Kidney", "Small");
    }

    @Test
    void aBrokenLibraryIsForgottenOnceItIsMended() {
        small.replacing("cql/Kidney.cql", "[Condition: \"Dialysis\"]", "[Condition: \"Dialisis\"]");
        assertThatThrownBy(this::sameAsFresh)
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining("Dialisis");

        small.replacing("cql/Kidney.cql", "[Condition: \"Dialisis\"]", "[Condition: \"Dialysis\"]");
        sameAsFresh();

        assertThat(cache.translated()).isEmpty();
    }

    @Test
    void whatComesAfterABrokenLibraryFollowsTheChangeThatBrokeIt() {
        small.with("cql/Zone.cql", """
                        library Zone version '1.0.0' // Source: made for tests
                        using FHIR version '4.0.1'
                        include FHIRHelpers version '4.0.1' called FHIRHelpers
                        include Kidney version '1.0.0' called Kidney
                        context Patient
                        define "Zone":
                          { Kidney."On Dialysis" }
                        """).with("fhir-resources/library/Library-Zone.json", """
                        {"resourceType":"Library","id":"Zone","url":"https://example.org/fhir/Library/Zone","name":"Zone",
                         "version":"1.0.0","status":"active"}
                        """);
        sameAsFresh();
        small.replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", "Count([Condition: \"Dialysis\"])");
        assertThatThrownBy(this::sameAsFresh).isInstanceOf(KnowledgeException.class);

        small.replacing("cql/Small.cql", "Kidney.\"On Dialysis\"", "Kidney.\"On Dialysis\" > 0");
        sameAsFresh();

        assertThat(cache.translated()).containsExactlyInAnyOrder("Small", "Zone");
    }

    private void sameAsFresh() {
        CqlSources sources =
                CqlSources.of(new KnowledgeLoader(CaseAnswers.FHIR, new Content.Folder(folder), null).load());

        assertThat(elm(cache.translate(sources))).isEqualTo(elm(sources.translate()));
    }

    private static Map<String, String> elm(LibraryManager libraries) {
        Map<String, String> elm = new TreeMap<>();
        libraries.getCompiledLibraries().forEach((identifier, compiled) -> {
            Library library = Objects.requireNonNull(compiled.getLibrary());
            elm.put(String.valueOf(identifier.getId()), new ElmJsonLibraryWriter().writeAsString(library));
        });
        return elm;
    }
}
