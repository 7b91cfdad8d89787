/** Expressions that no case shows as it ought to, each with the case from which one can be made that does. */

import {h} from "./dom.js";
import {missing} from "./coverage-view.js";
import {t} from "./texts.js";

/** What a case has to show of an expression, in a sentence. */
export function need(gap, library, lines) {
  const {line} = gap.point.start;
  const what = missing(gap.point);
  return `${library}:${line} "${lines[line - 1].trim()}": ${t(`coverage.${what}`)}. ${t(`gaps.need.${what}`)}`;
}

/**
 * The list; nothing when there are none.
 *
 * @param gaps of the library as the service tells them
 * @param lines of its text
 * @param actions open(line, column); draft(gap) opens the nearest case; here() does so for the line of the cursor
 */
export function gapsView(gaps, library, lines, {open, draft, here}) {
  if (!gaps.length) return null;
  return [
    h("button.small", {id: "gap-here", type: "button", onclick: here}, t("gaps.here")),
    h("details", {}, h("summary", {}, t("gaps.title", {n: gaps.length})), h("ul.gaps", {}, gaps.map(gap => h("li", {},
      h("button.line", {type: "button", onclick: () => open(gap.point.start.line, gap.point.start.column)}, `${library}:${gap.point.start.line}`),
      " ", h("code", {}, lines[gap.point.start.line - 1].trim()), " ", t(`coverage.${missing(gap.point)}`), " ",
      gap.nearest
        ? h("button.small", {type: "button", onclick: () => draft(gap)}, t("gaps.draft", {name: gap.nearest.split("/").at(-1)}))
        : h("span.note", {}, t("gaps.noCase")))))),
  ];
}
