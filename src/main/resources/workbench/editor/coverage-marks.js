/** Marks in the text what was evaluated: under each expression that was not, and three small marks behind each truth value. */

import {StateEffect, StateField} from "@codemirror/state";
import {Decoration, EditorView, WidgetType} from "@codemirror/view";
import {missing} from "../coverage-view.js";

const setPoints = StateEffect.define();

/** True, false and undetermined; a dot in place of what was not seen. */
class Truths extends WidgetType {
  constructor(point, label) {
    super();
    this.label = label;
    this.marks = [["true", "✓", point.isTrue], ["false", "✗", point.isFalse], ["null", "?", point.isNull]];
  }

  eq(other) {
    return other.label === this.label;
  }

  toDOM() {
    const element = document.createElement("span");
    element.className = "cm-truths";
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", this.label);
    element.title = this.label;
    for (const [kind, mark, count] of this.marks) {
      const part = document.createElement("span");
      part.className = count ? `cm-truth-${kind}` : "";
      part.textContent = count ? mark : "·";
      element.append(part);
    }
    return element;
  }
}

function place(doc, {line, column}, isEnd) {
  if (line < 1 || line > doc.lines) return null;
  const {from, to} = doc.line(line);
  return Math.min(from + column - (isEnd ? 0 : 1), to);
}

function decorations(doc, points, texts) {
  const ranges = [];
  for (const point of points) {
    const from = place(doc, point.start, false);
    const to = place(doc, point.end, true);
    if (from === null || to === null || from >= to) continue;
    const what = missing(point);
    if (what) {
      ranges.push(Decoration.mark({class: what === "never" ? "cm-never" : "cm-partly", attributes: {title: texts[what]}}).range(from, to));
    }
    if (point.isTruth && point.evaluated) {
      ranges.push(Decoration.widget({widget: new Truths(point, texts.counts(point)), side: 1}).range(to));
    }
  }
  return Decoration.set(ranges, true);
}

/** @param texts never, neverTrue, neverFalse, onlyNull, and counts(point) */
export function coverageMarks(texts) {
  return [
    StateField.define({
      create: () => Decoration.none,
      update: (marks, transaction) => {
        for (const effect of transaction.effects) {
          if (effect.is(setPoints)) return decorations(transaction.state.doc, effect.value, texts);
        }
        // Of another text.
        return transaction.docChanged ? Decoration.none : marks;
      },
      provide: field => EditorView.decorations.from(field),
    }),
    EditorView.baseTheme({
      ".cm-never": {textDecoration: "underline wavy var(--critical) 1px", textUnderlineOffset: "3px"},
      ".cm-partly": {textDecoration: "underline dotted var(--warning) 2px", textUnderlineOffset: "3px"},
      ".cm-truths": {fontSize: "0.7rem", fontWeight: "700", color: "var(--soft)", marginLeft: "0.25em", padding: "0 0.2em", border: "1px solid var(--rule)", borderRadius: "4px"},
      ".cm-truth-true": {color: "var(--good)"},
      ".cm-truth-false": {color: "var(--critical)"},
      ".cm-truth-null": {color: "var(--warning)"},
    }),
  ];
}

/** The change of an editor's state that shows these points of its text. */
export const showPoints = points => ({effects: setPoints.of(points)});
