package org.calcinosiscds.cql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * One test of the official test suite of CQL.
 *
 * @param name file, group and test, such as {@code CqlListOperatorsTest/Exists/ExistsEmpty}
 * @param output what the expression must be, in CQL; null when it must fail
 */
record OfficialCqlTest(
        String name, String expression, @Nullable String output) {
    static List<OfficialCqlTest> in(Path folder) throws IOException {
        List<OfficialCqlTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".xml"))
                    .sorted()
                    .toList()) {
                read(file, tests);
            }
        }
        return tests;
    }

    private static void read(Path file, List<OfficialCqlTest> tests) throws IOException {
        try {
            NodeList found = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("test");
            for (int i = 0; i < found.getLength(); i++) {
                Element test = (Element) found.item(i);
                Element expression =
                        (Element) test.getElementsByTagName("expression").item(0);
                NodeList outputs = test.getElementsByTagName("output");
                String name = file.getFileName().toString().replace(".xml", "") + "/"
                        + ((Element) test.getParentNode()).getAttribute("name") + "/" + test.getAttribute("name");
                boolean mustFail = expression.hasAttribute("invalid")
                        && !expression.getAttribute("invalid").equals("false");
                tests.add(new OfficialCqlTest(
                        name,
                        expression.getTextContent().strip(),
                        mustFail || outputs.getLength() == 0
                                ? null
                                : outputs.item(0).getTextContent().strip()));
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " cannot be read.", e);
        }
    }
}
