package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The cases of the repository, which the build packages, in an order of the seed: one of each topic first, then a second one, and of a
 * rule those in which it is true before others, so that few patients tell of many rules.
 */
final class Cases {
    private static final String BUNDLE = "Bundle.json";

    private final List<byte[]> bundles;

    private Cases(List<byte[]> bundles) {
        this.bundles = bundles;
    }

    /** @param random decides in which order they come */
    static Cases packaged(Random random) throws IOException {
        try {
            URI folder = Objects.requireNonNull(Cases.class.getResource("cases"), "Cases are packaged.")
                    .toURI();
            if (!folder.getScheme().equals("jar")) {
                return new Cases(inTurn(read(Path.of(folder)), random));
            }
            try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
                return new Cases(inTurn(read(jar.provider().getPath(folder)), random));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private record Case(byte[] bundle, boolean isOfItsTopic) {
        static Case in(Path folder) throws IOException {
            String topic = folder.getParent().getFileName().toString();
            return new Case(
                    Files.readAllBytes(folder.resolve(BUNDLE)),
                    Files.readString(folder.resolve("expected.json")).contains('"' + topic + '"'));
        }
    }

    private static Map<String, List<Case>> read(Path folder) throws IOException {
        Map<String, List<Case>> byTopic = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.endsWith(BUNDLE))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList()) {
                Path of = file.getParent();
                byTopic.computeIfAbsent(of.getParent().toString(), topic -> new ArrayList<>())
                        .add(Case.in(of));
            }
        }
        return byTopic;
    }

    private static List<byte[]> inTurn(Map<String, List<Case>> byTopic, Random random) {
        byTopic.values().forEach(cases -> {
            Collections.shuffle(cases, random);
            cases.sort(Comparator.comparing(each -> !each.isOfItsTopic()));
        });
        List<byte[]> bundles = new ArrayList<>();
        int all = byTopic.values().stream().mapToInt(List::size).sum();
        for (int turn = 0; bundles.size() < all; turn++) {
            for (List<Case> cases : byTopic.values()) {
                if (turn < cases.size()) {
                    bundles.add(cases.get(turn).bundle());
                }
            }
        }
        return bundles;
    }

    /** The resources of a case; after the last one comes the first again. @param number from 0 */
    List<ObjectNode> resources(long number, String prefix) throws IOException {
        return CaseRecord.resources(bundles.get((int) (number % bundles.size())), prefix);
    }
}
