/** Draws calcium, phosphate and their product on one time axis. */

import {h} from "./dom.js";
import {t} from "./texts.js";
import {plotMarks} from "./plot-marks.js";
import {limitText, measuredText, plotTable, reasonText, tierLimitText} from "./plot-table.js";
import {ANALYTES} from "./timeline.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 720;
const LEFT = 92;
const RIGHT = 24;
const PANEL = 104;
const GAP = 14;
const MARK = 5;
/** Of a line of text. */
const LINE = 13;
const BESIDE = 170;

export function s(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

/**
 * Marks of a panel: {at, value, title, kind, references}; kind is a class: the tier of a product, "used" or "unused". Limits are those at
 * the age of each pair: {value, isBelow, kind, text}.
 */
function panels({pairs, unused, steps}) {
  const mark = (each, analyte, kind) => ({
    at: each.at, value: each.value, kind, references: [each.reference],
    title: `${t(`plot.${analyte}`)} ${measuredText(each)}, ${each.effective}, ${each.reference}`
      + (kind === "unused" ? `: ${reasonText(each)}` : ""),
  });
  const measured = analyte => [
    ...pairs.map(pair => mark(pair[analyte], analyte, "used")),
    ...unused.filter(each => each.analyte === analyte).map(each => mark(each, analyte, "unused")),
  ].filter((each, index, all) => typeof each.value === "number" && each.at
    // A result may be of several pairs.
    && all.findIndex(other => other.references[0] === each.references[0]) === index);
  const products = pairs.filter(pair => typeof pair.value === "number").map(pair => ({
    at: pair.at, value: pair.value, kind: pair.reason ? "unused" : `tier-${pair.tier.toLowerCase()}`, label: pair.tier,
    references: ANALYTES.map(analyte => pair[analyte].reference),
    title: `${t("plot.product")} ${pair.value} ${pair.unit}, ${pair.tier}${pair.reason ? ` (${pair.reason})` : ""}, `
      + ANALYTES.map(analyte => pair[analyte].reference).join(", "),
  }));
  const unit = analyte => [...pairs.map(pair => pair[analyte]), ...unused.filter(each => each.analyte === analyte)][0]?.unit ?? "";
  return [
    {name: t("plot.product"), unit: pairs[0]?.unit ?? "", marks: products, steps: steps.map(({at, limits}) => ({
      at, limits: limits.map(limit => ({value: limit.value, kind: `tier-${limit.tier.toLowerCase()}`, text: tierLimitText(limit)})),
    }))},
    ...ANALYTES.map(analyte => ({name: t(`plot.${analyte}`), unit: unit(analyte), marks: measured(analyte), steps: steps.map(step => ({
      at: step.at, limits: step.resultLimits.filter(limit => limit.analyte === analyte).map(limit => ({
        value: limit.value, isBelow: limit.bound === "LOW", kind: "of-result", text: limitText(limit),
      })),
    }))})),
  ];
}

/** Bands beyond each limit; they change where the age or the laboratory does. */
function bands(all, x, y, top) {
  const steps = all.filter((step, index) => index === 0 || JSON.stringify(step.limits) !== JSON.stringify(all[index - 1].limits));
  return steps.flatMap((step, index) => {
    const from = index ? x(step.at) : LEFT;
    const to = index + 1 < steps.length ? x(steps[index + 1].at) : WIDTH - RIGHT;
    let beside = null;
    return step.limits.flatMap(({value, isBelow, kind, text}, number) => {
      const next = isBelow ? null : step.limits[number + 1];
      const upper = isBelow ? y(value) : next ? y(next.value) : top;
      const lower = isBelow ? top + PANEL : y(value);
      const at = isBelow ? lower - 3 : y(value) - 3;
      // A text that would lie on the one below it stands beside it.
      const isBeside = beside !== null && beside - at < LINE;
      if (!isBeside) beside = at;
      return [
        s("rect", {class: `band ${kind}`, x: from, y: upper, width: to - from, height: Math.max(0, lower - upper)}),
        s("line", {class: `limit ${kind}`, x1: from, x2: to, y1: y(value), y2: y(value)}),
        s("text", {class: "unit limit-text", x: to - 4 - (isBeside ? BESIDE : 0), y: at, "text-anchor": "end"}, text),
      ];
    });
  });
}

function drawPanel({name, unit, marks, steps}, top, x) {
  const values = [...marks.map(mark => mark.value), ...steps.flatMap(step => step.limits.map(limit => limit.value))];
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const y = value => top + PANEL - 18 - (value - low) / span * (PANEL - 40);
  const line = marks.filter(mark => mark.kind !== "unused").sort((a, b) => a.at - b.at);
  for (const mark of marks) mark.element = s("circle", {class: `point ${mark.kind}`, cx: x(mark.at), cy: y(mark.value), r: MARK}, s("title", {}, mark.title));
  return s("g", {role: "group", "aria-label": `${name}, ${unit}`},
    ...bands(steps, x, y, top),
    s("line", {class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: top + PANEL, y2: top + PANEL}),
    s("text", {class: "panel", x: 0, y: top + 30}, name),
    s("text", {class: "unit", x: 0, y: top + 46}, unit),
    s("polyline", {class: "path", points: line.map(mark => `${x(mark.at)},${y(mark.value)}`).join(" ")}),
    ...marks.map(mark => s("text", {class: "number", x: x(mark.at), y: y(mark.value) - 9, "text-anchor": "middle"},
      mark.label ? `${mark.value} ${mark.label}` : String(mark.value))),
    ...marks.toSorted((a, b) => a.at - b.at).map(mark => mark.element));
}

function drawing(timeline, choose) {
  const shown = panels(timeline).filter(each => each.marks.length);
  const times = shown.flatMap(each => each.marks.map(mark => mark.at));
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  const x = at => span ? LEFT + 40 + (at - first) / span * (WIDTH - LEFT - RIGHT - 80) : (LEFT + WIDTH - RIGHT) / 2;
  const height = shown.length * (PANEL + GAP) + 22;
  const days = [...new Set([first, first + span])];
  const svg = s("svg", {class: "plot", viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": t("plot.label", {n: timeline.pairs.length})},
    ...shown.map((panel, index) => drawPanel(panel, index * (PANEL + GAP), x)),
    ...days.map(at => s("text", {class: "unit", x: x(at), y: height - 6, "text-anchor": "middle"}, new Date(at).toISOString().slice(0, 10))));
  return [svg, plotMarks(shown.map(each => each.marks.toSorted((a, b) => a.at - b.at)), choose)];
}

/** @param record has(reference), open(reference) and mark(references) for the resources of the patient */
export function plotView(timeline, record) {
  const isEmpty = panels(timeline).every(each => each.marks.length === 0);
  return isEmpty
    ? [h("p.note", {}, t("plot.none")), timeline.unused.length ? plotTable(timeline, record) : null]
    : [drawing(timeline, record), h("p.note", {}, t("plot.note")),
      h("details.tree", {}, h("summary", {}, t("plot.table")), plotTable(timeline, record))];
}
