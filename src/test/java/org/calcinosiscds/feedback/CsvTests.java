package org.calcinosiscds.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTests {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
                    plain               | "plain"
                    a;b                 | "a;b"
                    " =1+1"             | "' =1+1"
                    +1                  | "'+1"
                    \u200b=1+1          | "'=1+1"
                    \u202e=1+1          | "'=1+1"
                    \u00a0@x            | "'\u00a0@x"
                    \uff1d1+1           | "'\uff1d1+1"
                    a\u202eb\u200bc\u0007 | "abc"
                    """)
    void cellIsQuotedAndShowsWhatItHolds(String text, String cell) {
        Comments.Comment comment = new Comments.Comment("", "", "", text.replace("\"", ""));

        assertThat(Csv.of(List.of(comment))).endsWith("," + cell + "\r\n");
    }
}
