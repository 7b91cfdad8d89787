package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.ModelManager;
import org.cqframework.cql.cql2elm.StringLibrarySourceProvider;
import org.cqframework.cql.elm.serializing.ElmJsonLibraryWriter;
import org.hl7.elm.r1.Library;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationStoreTests {
    @TempDir
    Path folder;

    private final TranslationStore store = new TranslationStore();
    private final Map<String, Library> last = new TreeMap<>();
    private SmallKnowledge small;

    @BeforeEach
    void translate() {
        small = new SmallKnowledge(folder);
        assertThat(translated()).containsExactlyInAnyOrder("FHIRHelpers", "Kidney", "Small", "SmallPlan");
    }

    @Test
    void nothingIsTranslatedWhenNothingHasChanged() {
        assertThat(translated()).isEmpty();
    }

    @Test
    void onlyTheChangedLibraryIsTranslatedWhenItLooksTheSameFromOutside() {
        small.replacing("cql/Kidney.cql", "exists [Condition", "not exists [Condition");

        assertThat(translated()).containsExactly("Kidney");
    }

    @Test
    void whatIncludesALibraryIsTranslatedWhenATypeHasChanged() {
        small.replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", "Count([Condition: \"Dialysis\"])")
                .replacing("cql/Small.cql", "Kidney.\"On Dialysis\"", "Kidney.\"On Dialysis\" > 0");

        assertThat(translated()).containsExactlyInAnyOrder("Kidney", "Small");
    }

    @Test
    void whatIncludesALibraryIsNotTranslatedForANameThatItDoesNotUse() {
        small.replacing(
                "cql/Kidney.cql",
                "define \"On Dialysis\":",
                "define \"Is Woman\":\n  Patient.gender = 'female'\n\ndefine \"On Dialysis\":");

        assertThat(translated()).containsExactly("Kidney");
    }

    @Test
    void aBrokenLibraryIsForgottenOnceItIsMended() {
        small.replacing("cql/Kidney.cql", "[Condition: \"Dialysis\"]", "[Condition: \"Dialisis\"]");
        assertThatThrownBy(this::translated)
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining("Dialisis");

        small.replacing("cql/Kidney.cql", "[Condition: \"Dialisis\"]", "[Condition: \"Dialysis\"]");
        assertThat(translated()).isEmpty();
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
        translated();
        small.replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", "Count([Condition: \"Dialysis\"])");
        assertThatThrownBy(this::translated).isInstanceOf(KnowledgeException.class);

        small.replacing("cql/Small.cql", "Kidney.\"On Dialysis\"", "Kidney.\"On Dialysis\" > 0");
        assertThat(translated()).containsExactlyInAnyOrder("Kidney", "Small", "Zone");
    }

    @Test
    void anotherFolderWithTheSameTextIsNotTranslatedAgain(@TempDir Path other) {
        small = new SmallKnowledge(other);

        assertThat(translated(other)).isEmpty();
    }

    @Test
    void messagesAreFoundWithTheLibrary() {
        String broken = "library Broken version '1.0.0'\ndefine \"Sum\": 1 + 'one'\n";

        var messages = new LibraryTranslator(store).translate("Broken", broken);

        assertThat(messages).isNotEmpty();
        assertThat(new LibraryTranslator(store).translate("Broken", broken)).isSameAs(messages);
    }

    private Set<String> translated() {
        return translated(folder);
    }

    /** Translates the content, which gives what the translator gives that reads all of it anew, and returns what differs from the last good content. */
    private Set<String> translated(Path content) {
        CqlSources sources =
                CqlSources.of(new KnowledgeLoader(CaseAnswers.FHIR, new Content.Folder(content), null).load());
        Map<String, Library> now = libraries(ContentTranslation.of(sources, store));
        LibraryManager anew = new LibraryManager(new ModelManager(), Translation.options());
        anew.getLibrarySourceLoader()
                .registerProvider(new StringLibrarySourceProvider(
                        List.copyOf(sources.cql().values())));
        sources.libraries().forEach(anew::resolveLibrary);
        assertThat(elm(now)).isEqualTo(elm(libraries(anew)));
        Set<String> translated = new TreeSet<>(now.keySet());
        translated.removeIf(name -> now.get(name) == last.get(name));
        last.putAll(now);
        return translated;
    }

    private static Map<String, Library> libraries(LibraryManager manager) {
        Map<String, Library> libraries = new TreeMap<>();
        manager.getCompiledLibraries()
                .forEach((identifier, compiled) -> libraries.put(
                        String.valueOf(identifier.getId()), Objects.requireNonNull(compiled.getLibrary())));
        return libraries;
    }

    private static Map<String, String> elm(Map<String, Library> libraries) {
        Map<String, String> elm = new TreeMap<>();
        libraries.forEach((name, library) -> elm.put(name, new ElmJsonLibraryWriter().writeAsString(library)));
        return elm;
    }
}
