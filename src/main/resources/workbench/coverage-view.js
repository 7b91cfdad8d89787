/** Shows what cases have evaluated, in numbers. */

import {h} from "./dom.js";
import {t} from "./texts.js";

/** How far a run is. @param run of coverage.js; undefined when there is none */
export function runText(run) {
  if (!run) return "";
  if (run.problem) return run.problem;
  const parts = [t(run.isRunning ? "coverage.progress" : "coverage.done", run)];
  if (run.unanswered) parts.push(t("coverage.unanswered", run));
  return parts.join(" ");
}

/** What was not seen of an expression: a key of the texts of coverage; null when everything was. */
export function missing({isTruth, evaluated, isTrue, isFalse}) {
  if (!evaluated) return "never";
  if (!isTruth || (isTrue && isFalse)) return null;
  if (!isTrue && !isFalse) return "onlyNull";
  return isTrue ? "neverFalse" : "neverTrue";
}

/** How often an expression was true, false and undetermined, or how often it was evaluated. */
export function countsView({isTruth, evaluated, isTrue, isFalse, isNull}) {
  if (!evaluated) return h("span.value.false", {}, t("coverage.never"));
  if (!isTruth) return h("span", {}, t("coverage.evaluated", {n: evaluated, isNull}));
  return h("span.counts", {}, [["true", "✓", isTrue], ["false", "✗", isFalse], ["null", "?", isNull]].map(([kind, mark, n]) =>
    h(`span.value.${kind}`, {}, h("span", {"aria-hidden": "true"}, mark), h("span.unseen", {}, t(`value.${kind}`)), ` ${n} `)));
}

/** Texts of the marks in the source. */
export const coverageTexts = () => ({
  ...Object.fromEntries(["never", "neverTrue", "neverFalse", "onlyNull"].map(key => [key, t(`coverage.${key}`)])),
  counts: point => t("coverage.counts", point),
});
