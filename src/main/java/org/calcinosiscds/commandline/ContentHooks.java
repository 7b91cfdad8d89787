package org.calcinosiscds.commandline;

import java.util.SortedSet;
import java.util.TreeSet;
import org.calcinosiscds.knowledge.Content;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hooks of content, read in a moment from the triggers of its plans, without compiling it. */
final class ContentHooks {
    private static final String PLANS = Content.RESOURCES + "plan-definition/";

    private ContentHooks() {}

    /** Names of hooks, such as {@code patient-view}. A plan that is no JSON has none; loading the content says what is wrong with it. */
    static SortedSet<String> of(Content content) {
        JsonMapper json = new JsonMapper();
        SortedSet<String> hooks = new TreeSet<>();
        content.texts().forEach((path, text) -> {
            if (path.startsWith(PLANS)) {
                try {
                    json.readTree(text).path("action").findValues("trigger").stream()
                            .flatMap(JsonNode::valueStream)
                            .forEach(trigger -> hooks.add(trigger.path("name").asString("")));
                } catch (JacksonException e) {
                    // Its message may be anything; the loader has a better one.
                }
            }
        });
        hooks.remove("");
        return hooks;
    }
}
