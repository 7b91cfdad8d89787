package org.calcinosiscds.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.parser.Parser;

/** What must be true of the text of a card, which an EHR shows as GitHub-flavoured Markdown, whatever is in the record. */
public final class CardText {
    private static final Parser MARKDOWN =
            Parser.builder().extensions(List.of(AutolinkExtension.create())).build();

    private CardText() {}

    /** Plain text on one line. */
    public static void requireLine(String text) {
        assertThat(text).isNotBlank();
        assertThat(text.codePoints())
                .noneMatch(each -> Character.isISOControl(each)
                        || Character.getType(each) == Character.SURROGATE
                        || Character.getType(each) == Character.FORMAT);
    }

    /** @param links of the card, the only ones that the text may hold */
    public static void requireInert(String markdown, Set<String> links) {
        assertThat(markdown).isNotBlank();
        assertThat(markdown.codePoints())
                .noneMatch(each -> each != '\n' && Character.isISOControl(each)
                        || Character.getType(each) == Character.SURROGATE
                        || Character.getType(each) == Character.FORMAT);
        MARKDOWN.parse(markdown).accept(new AbstractVisitor() {
            @Override
            public void visit(HtmlBlock html) {
                throw new AssertionError("HTML: " + html.getLiteral());
            }

            @Override
            public void visit(HtmlInline html) {
                throw new AssertionError("HTML: " + html.getLiteral());
            }

            @Override
            public void visit(Image image) {
                throw new AssertionError("An image: " + image.getDestination());
            }

            @Override
            public void visit(LinkReferenceDefinition definition) {
                throw new AssertionError("A link: " + definition.getDestination());
            }

            @Override
            public void visit(Link link) {
                assertThat(links).contains(link.getDestination());
                visitChildren(link);
            }
        });
    }
}
