/** Draws calcium, phosphate and their product on one time axis, and says the same in a table. */

import {h} from "./dom.js";
import {t} from "./texts.js";
import {dateOf} from "./timeline.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 720;
const LEFT = 92;
const RIGHT = 24;
const PANEL = 84;
const GAP = 14;
const MARK = 5;

function s(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

/**
 * Marks of a panel: {at, value, title, kind}; kind is a class: the tier of a product, "used" or "unused". Limits are those at the age of
 * each pair.
 */
function panels({pairs, unused}) {
  const measured = analyte => [
    ...pairs.map(pair => ({
      at: +new Date(pair[analyte].effective), value: pair[analyte].value, kind: "used", reference: pair[analyte].reference,
      title: `${t(`plot.${analyte}`)} ${pair[analyte].sent ?? pair[analyte].value}, ${pair[analyte].effective}`,
    })),
    ...unused.filter(each => each.analyte === analyte && pairs.some(pair => pair[analyte].unit === each.unit)).map(each => ({
      at: +new Date(each.effective), value: each.value, kind: "unused", reference: each.reference,
      title: `${t(`plot.${analyte}`)} ${each.value} ${each.unit}, ${each.effective}: ${t("plot.unused")}`,
    })),
  ].filter(each => typeof each.value === "number" && !Number.isNaN(each.at));
  const products = pairs.filter(pair => typeof pair.value === "number").map(pair => ({
    at: dateOf(pair), value: pair.value, kind: pair.reason ? "unused" : `tier-${pair.tier.toLowerCase()}`, label: pair.tier,
    title: `${t("plot.product")} ${pair.value} ${pair.unit}, ${pair.tier}${pair.reason ? `: ${pair.reason}` : ""}`,
  }));
  return [
    {name: t("plot.product"), unit: pairs[0].unit, marks: products, limits: pairs.map(pair => ({at: dateOf(pair), limits: pair.limits}))},
    {name: t("plot.calcium"), unit: pairs[0].calcium.unit, marks: measured("calcium")},
    {name: t("plot.phosphate"), unit: pairs[0].phosphate.unit, marks: measured("phosphate")},
  ];
}

/** Bands above each limit; they change where the age does. */
function bands(limits, x, y, top) {
  const steps = limits.filter((step, index) => index === 0 || JSON.stringify(step.limits) !== JSON.stringify(limits[index - 1].limits));
  return steps.flatMap((step, index) => {
    const from = index ? x(step.at) : LEFT;
    const to = index + 1 < steps.length ? x(steps[index + 1].at) : WIDTH - RIGHT;
    return step.limits.flatMap(({tier, value}, number) => {
      const next = step.limits[number + 1];
      const upper = next ? y(next.value) : top;
      return [
        s("rect", {class: `band tier-${tier.toLowerCase()}`, x: from, y: upper, width: to - from, height: y(value) - upper}),
        s("line", {class: `limit tier-${tier.toLowerCase()}`, x1: from, x2: to, y1: y(value), y2: y(value)}),
        s("text", {class: "unit", x: to - 4, y: y(value) - 3, "text-anchor": "end"}, `> ${value} ${tier}`),
      ];
    });
  });
}

function drawPanel({name, unit, marks, limits = []}, top, x, open) {
  const values = [...marks.map(mark => mark.value), ...limits.flatMap(step => step.limits.map(limit => limit.value))];
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const y = value => top + PANEL - 14 - (value - low) / span * (PANEL - 34);
  const line = marks.filter(mark => mark.kind !== "unused").sort((a, b) => a.at - b.at);
  return s("g", {},
    ...bands(limits, x, y, top),
    s("line", {class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: top + PANEL, y2: top + PANEL}),
    s("text", {class: "panel", x: 0, y: top + 30}, name),
    s("text", {class: "unit", x: 0, y: top + 46}, unit),
    s("polyline", {class: "path", points: line.map(mark => `${x(mark.at)},${y(mark.value)}`).join(" ")}),
    ...marks.map(mark => {
      const circle = s("circle", {class: `point ${mark.kind}`, cx: x(mark.at), cy: y(mark.value), r: MARK}, s("title", {}, mark.title));
      if (mark.reference) circle.addEventListener("click", () => open(mark.reference));
      return circle;
    }),
    ...marks.map(mark => s("text", {class: "number", x: x(mark.at), y: y(mark.value) - 9, "text-anchor": "middle"},
      mark.label ? `${mark.value} ${mark.label}` : String(mark.value))));
}

function drawing(timeline, open) {
  const shown = panels(timeline).filter(each => each.marks.length);
  const times = shown.flatMap(each => each.marks.map(mark => mark.at));
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  const x = at => span ? LEFT + 40 + (at - first) / span * (WIDTH - LEFT - RIGHT - 80) : (LEFT + WIDTH - RIGHT) / 2;
  const height = shown.length * (PANEL + GAP) + 22;
  const days = [...new Set([first, first + span])];
  return s("svg", {class: "plot", viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": t("plot.label", {n: timeline.pairs.length})},
    ...shown.map((panel, index) => drawPanel(panel, index * (PANEL + GAP), x, open)),
    ...days.map(at => s("text", {class: "unit", x: x(at), y: height - 6, "text-anchor": "middle"}, new Date(at).toISOString().slice(0, 10))));
}

function table({pairs, unused}, record) {
  const reference = name => record.has(name)
    ? h("button.reference", {type: "button", onclick: () => record.open(name)}, name) : name;
  const measured = each => [`${each.sent ?? `${each.value} ${each.unit}`} (${each.effective}) `, reference(each.reference)];
  return h("table", {},
    h("thead", {}, h("tr", {}, ["product", "tier", "limits", "calcium", "phosphate"].map(key => h("th", {scope: "col"}, t(`plot.${key}`))))),
    h("tbody", {},
      pairs.map(pair => h("tr", {},
        h("td", {}, pair.value === null || pair.value === undefined ? t("plot.noValue") : `${pair.value} ${pair.unit}`),
        h("td", {}, pair.tier, pair.reason ? ` (${pair.reason})` : ""),
        h("td", {}, pair.limits.map(({tier, value}) => `> ${value} ${tier}`).join(", ")),
        h("td", {}, measured(pair.calcium)), h("td", {}, measured(pair.phosphate)))),
      unused.map(each => h("tr", {},
        h("td", {colspan: "3"}, t("plot.unused"), each.status === "final" ? "" : ` (${each.status})`),
        h("td", {}, each.analyte === "calcium" ? [`${each.value} ${each.unit} (${each.effective}) `, reference(each.reference)] : ""),
        h("td", {}, each.analyte === "phosphate" ? [`${each.value} ${each.unit} (${each.effective}) `, reference(each.reference)] : "")))));
}

/** @param record has(reference) and open(reference) for the resources of the patient */
export function plotView(timeline, record) {
  return timeline.pairs.length
    ? [drawing(timeline, record.open), h("p.note", {}, t("plot.note")),
      h("details.tree", {}, h("summary", {}, t("plot.table")), table(timeline, record))]
    : h("p.note", {}, t("plot.none"));
}
