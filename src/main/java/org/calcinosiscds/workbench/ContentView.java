package org.calcinosiscds.workbench;

import java.util.List;
import java.util.Set;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.authoring.Finding;

/**
 * The text that an answer is of.
 *
 * @param version SHA-256 of the content that answered
 * @param isCurrent whether that is the text on disk; while that has defects, the last text without any answers
 * @param folderVersion SHA-256 of the text on disk
 * @param findings what is wrong with the text on disk
 * @param reached ids of the rules that the last change of the content can reach
 * @param isAllReached whether its reach is not known: of a plan, an order, a CodeSystem, or the merging of cards
 */
record ContentView(
        String version,
        boolean isCurrent,
        String folderVersion,
        List<Finding> findings,
        Set<String> reached,
        boolean isAllReached) {
    static ContentView of(ContentState state) {
        return new ContentView(
                state.version(),
                state.isCurrent(),
                state.folderVersion(),
                state.findings(),
                state.changed().rules(),
                state.changed().isAll());
    }
}
