package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every citation in CQL, resources, tables, Java and documents leads to a place in the repository or is a full address. */
class CitationTests {
    /** {@code clinical/product#pairing}, {@code clinical/rules/CC-010}. */
    private static final Pattern CITATION =
            Pattern.compile("(?<![\\w/])clinical/((?:rules/CC-\\d{3})|[a-z-]+)(?:#([A-Za-z0-9-]+))?");

    /** Facts and traps, alone and as a range: {@code F21-F23}, {@code T7 to T9}. */
    private static final Pattern REGISTERED =
            Pattern.compile("\\b(?:facts|traps?|fact) ((?:[FT]\\d+(?:-|, | to | and )?)+)");

    /** Identifiers of publications that stand outside an address. */
    private static final Pattern IDENTIFIER =
            Pattern.compile("(?<![/\\w])(?:PMC\\d{5,}|doi[: ]?10\\.[^ )]+|PMID:? ?\\d+)");

    private static final Path DOCUMENTS = Path.of("docs");

    @Test
    void everyCitationLeadsToASection() {
        assertThat(cited()).hasSizeGreaterThan(300).allSatisfy(cited -> {
            Path document = DOCUMENTS.resolve("clinical/" + cited.document() + ".md");
            Path file = Files.isDirectory(DOCUMENTS.resolve("clinical/" + cited.document()))
                    ? DOCUMENTS.resolve("clinical/" + cited.document() + "/README.md")
                    : document;

            assertThat(file).as("cited in %s", cited.where()).exists();
            if (cited.anchor() != null) {
                assertThat(anchors(file))
                        .as("%s#%s, cited in %s", file, cited.anchor(), cited.where())
                        .contains(cited.anchor());
            }
        });
    }

    /** Section numbers and letters say nothing without the document that has them. */
    @Test
    void noCommentCitesASectionByItsNumberAlone() {
        Pattern bare = Pattern.compile("\\b[Ss]ection [A-E\\d]|\\((?:[ABC]\\d{1,2}(?:, | and )?)+\\)|[Rr]evision \\d");

        assertThat(files("cql"))
                .allSatisfy(file -> assertThat(bare.matcher(read(file)).results())
                        .as(file.toString())
                        .isEmpty());
    }

    @Test
    void everyLinkToASectionOfADocumentLeadsThere() {
        Pattern link = Pattern.compile("]\\((?!https?:)([^)#]*)#([^)]+)\\)");

        assertThat(files("docs", "README.md", "src/terminology"))
                .filteredOn(file -> file.toString().endsWith(".md"))
                .allSatisfy(file -> link.matcher(read(file)).results().forEach(found -> {
                    Path target = found.group(1).isEmpty() ? file : file.resolveSibling(found.group(1));
                    assertThat(target).as("link in %s", file).exists();
                    assertThat(anchors(target))
                            .as("%s in %s", found.group(), file)
                            .contains(found.group(2));
                }));
    }

    /** The first cells of the tables of predicates name definitions of the CQL. */
    @Test
    void definitionsNamedInTablesAreInTheCql() {
        String cql = files("cql").stream().map(CitationTests::read).collect(Collectors.joining());
        Pattern cell = Pattern.compile("(?m)^\\| (\"[^|]+) \\|");
        Pattern quoted = Pattern.compile("\"([A-Z][^\"]+)\"");

        assertThat(files("docs/clinical"))
                .allSatisfy(file -> cell.matcher(read(file))
                        .results()
                        .flatMap(row -> quoted.matcher(row.group(1)).results())
                        .forEach(name -> assertThat(cql)
                                .as("named in %s", file)
                                .containsPattern("define (function )?\"" + Pattern.quote(name.group(1)) + "\"")));
    }

    @Test
    void classesNamedInTheArchitectureExist() {
        Set<String> classes = files("src/main/java", "src/test/java").stream()
                .map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                .collect(Collectors.toSet());

        assertThat(Pattern.compile("`((?:[A-Z][a-z]+){2,})`")
                        .matcher(read(DOCUMENTS.resolve("architecture.md")))
                        .results()
                        .map(name -> name.group(1)))
                .hasSizeGreaterThan(30)
                .isSubsetOf(classes);
    }

    @Test
    void factsAndTrapsAreInTheirRegisters() {
        Set<String> known = new TreeSet<>(anchors(DOCUMENTS.resolve("clinical/facts.md")));
        known.addAll(anchors(DOCUMENTS.resolve("clinical/traps.md")));

        assertThat(files("cql"))
                .allSatisfy(file -> REGISTERED
                        .matcher(read(file).replaceAll("\\n \\* +", " "))
                        .results()
                        .flatMap(found -> Pattern.compile("[FT]\\d+")
                                .matcher(found.group(1))
                                .results())
                        .forEach(id -> assertThat(known).as("cited in %s", file).contains(id.group())));
    }

    @Test
    void sourcesOutsideTheRepositoryHaveAFullAddress() {
        assertThat(files("cql", "docs", "fhir-resources/library", "fhir-resources/plan-definition"))
                .allSatisfy(file -> IDENTIFIER
                        .matcher(read(file))
                        .results()
                        .map(found -> found.group().replaceFirst("^(?:doi|PMID)[: ]*", ""))
                        .forEach(id -> assertThat(read(file))
                                .as("%s is named without its address in %s", id, file)
                                .containsPattern("https?://\\S+/" + Pattern.quote(id))));
    }

    @Test
    void everySourceOfACardIsOnThePageOfSources() {
        String page = read(DOCUMENTS.resolve("clinical/sources.md"));
        List<String[]> sources = Pattern.compile(
                        "key: '(SRC-[^']+)', label: '([^']+)',\\s+url: '(https://[^']+/[^']+)'")
                .matcher(read(Path.of("cql/CardSources.cql")))
                .results()
                .map(source -> new String[] {source.group(1), source.group(2), source.group(3)})
                .toList();
        Set<String> used = Pattern.compile("'(SRC-[A-Z0-9-]+)'")
                .matcher(files("cql").stream().map(CitationTests::read).collect(Collectors.joining()))
                .results()
                .map(source -> source.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(sources.stream().map(source -> source[0])).containsAll(used);
        assertThat(sources)
                .allSatisfy(source -> assertThat(page)
                        .contains("<a id=\"" + source[0] + "\"></a>")
                        .contains("[" + source[1] + "](" + source[2] + ")"));
    }

    /** @param where the file that cites */
    private record Cited(Path where, String document, String anchor) {}

    private static List<Cited> cited() {
        return files("cql", "docs", "fhir-resources", "src", "README.md").stream()
                .flatMap(file -> CITATION.matcher(read(file))
                        .results()
                        .map(found -> new Cited(file, found.group(1), found.group(2))))
                .toList();
    }

    /** Anchors of a document: its headings as GitHub makes them, and those that are written out. */
    private static Set<String> anchors(Path file) {
        Set<String> anchors = new TreeSet<>();
        Matcher heading = Pattern.compile("(?m)^#+ (.*)$").matcher(read(file));
        while (heading.find()) {
            anchors.add(heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9 _-]", "")
                    .replace(' ', '-'));
        }
        Matcher written = Pattern.compile("<a id=\"([^\"]+)\">").matcher(read(file));
        while (written.find()) {
            anchors.add(written.group(1));
        }
        return anchors;
    }

    private static List<Path> files(String... locations) {
        return Stream.of(locations)
                .flatMap(location -> {
                    try (Stream<Path> files = Files.walk(Path.of(location))) {
                        return files
                                .filter(Files::isRegularFile)
                                .filter(file -> file.toString().matches(".*\\.(cql|md|json|csv|java)"))
                                .toList()
                                .stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
