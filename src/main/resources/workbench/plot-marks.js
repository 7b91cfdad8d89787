/** The marks of the plot as buttons: pointed at, walked through with the arrow keys, chosen. */

import {h, show} from "./dom.js";
import {t} from "./texts.js";

/** Which mark an arrow leads to: the one before or after it in its panel, or the nearest in time of the panel above or below. */
function neighbour(key, panels, row, column) {
  const marks = panels[row];
  const nearest = other => other?.toSorted((a, b) => Math.abs(a.at - marks[column].at) - Math.abs(b.at - marks[column].at))[0];
  switch (key) {
    case "ArrowLeft": return marks[column - 1];
    case "ArrowRight": return marks[column + 1];
    case "ArrowUp": return nearest(panels[row - 1]);
    case "ArrowDown": return nearest(panels[row + 1]);
    case "Home": return marks[0];
    case "End": return marks.at(-1);
    default: return null;
  }
}

/**
 * Makes buttons of marks, of which one is a stop of the tab key.
 *
 * @param panels of marks in order of time: {at, title, references, element}
 * @param record mark(references) marks the lines of resources in the explanation and returns their buttons, open(reference) shows one
 * @returns the line that tells which mark is looked at, and what choosing it did
 */
export function plotMarks(panels, record) {
  const all = panels.flat();
  const said = h("p", {});
  const done = h("p.note", {role: "status"});
  const stop = mark => all.forEach(each => each.element.setAttribute("tabindex", each === mark ? "0" : "-1"));
  const look = mark => show(said, mark.title, mark.references.map(each =>
    [" ", h("button.reference", {type: "button", "aria-label": t("record.json.of", {name: each}), onclick: () => record.open(each)}, "{ }")]));
  const choose = (mark, isPointed) => {
    all.forEach(each => each.element.setAttribute("aria-pressed", String(each === mark)));
    const [first, ...others] = record.mark(mark.references);
    show(done, first ? t("plot.marked", {n: others.length + 1}) : t("plot.notNamed"), first
      ? [" ", h("button.small", {type: "button", onclick: () => first.focus()}, t("plot.toMarked"))] : null);
    // The keys stay where they are.
    if (isPointed) first?.scrollIntoView({block: "center"});
  };
  panels.forEach((marks, row) => marks.forEach((mark, column) => {
    const {element} = mark;
    Object.entries({role: "button", "aria-label": mark.title, "aria-pressed": "false"}).forEach(([key, value]) => element.setAttribute(key, value));
    element.addEventListener("focus", () => { stop(mark); look(mark); });
    element.addEventListener("pointerenter", () => look(mark));
    element.addEventListener("click", event => choose(mark, event.detail > 0));
    element.addEventListener("keydown", event => {
      const next = neighbour(event.key, panels, row, column);
      if (event.key === "Enter" || event.key === " ") choose(mark);
      else if (next) next.element.focus();
      else return;
      event.preventDefault();
    });
  }));
  stop(all.at(0));
  return h("div.looked", {}, said, done);
}
