/** Why a rule is true or not: a tree of the conditions that decide it, down to the results. */

import {h} from "./dom.js";
import {t} from "./texts.js";

const OPEN_DEPTH = 4;
const REFERENCE = /\b([A-Z][A-Za-z]+\/[A-Za-z0-9.-]+)/g;

/** The names in a condition without the marks of CQL. */
export function words(condition) {
  return condition.replace(/(?:\b[A-Za-z]\w*\.)?"([^"]+)"/g, "$1").replace(/^exists \((.*)\)$/s, "$1").replace(/^exists /, "");
}

/** Truth as a mark and a word; other values as text. */
export function valueText(value) {
  switch (value) {
    case "true": return {mark: "✓", text: t("value.true"), kind: "true"};
    case "false": return {mark: "✗", text: t("value.false"), kind: "false"};
    case "null": return {mark: "?", text: t("value.null"), kind: "null"};
    case "[]": return {mark: "∅", text: t("value.none"), kind: "false"};
    default: return {mark: "=", text: value, kind: "other"};
  }
}

/** A text in which each resource of the record leads to its JSON. */
export function linked(text, record) {
  return text.split(REFERENCE).map(part => record.has(part)
    ? h("button.reference", {type: "button", onclick: () => record.open(part)}, part)
    : part);
}

/** Resources that a condition depends on, each with its value and date. @param lead says how it depends on them */
function cited(resources, lead, record) {
  if (!resources.length) return null;
  return h("ul.cited", {"aria-label": lead}, resources.map(each => h("li", {},
    h("span.note", {}, lead), " ", linked(each.reference, record), " ",
    [each.value, each.unit, each.date].filter(Boolean).join(" "))));
}

function line(node, place) {
  return node.line > 0
    ? h("button.line", {
      type: "button", title: t("why.line.title"),
      onclick: () => place.open(node.library, node.line),
    }, `${node.library}:${node.line}`)
    : null;
}

/**
 * A condition with those that decide it.
 *
 * @param record has(reference) and open(reference) for the resources of the patient
 * @param place open(library, line) for the source
 */
export function explanation(node, record, place, depth = 0) {
  const {mark, text, kind} = valueText(node.value);
  const head = [
    h(`span.mark.${kind}`, {"aria-hidden": "true"}, mark),
    h("span.condition", {title: node.condition}, linked(words(node.condition), record)),
    h(`span.value.${kind}`, {}, linked(text, record)),
    line(node, place),
    cited(node.resources, t("why.resources"), record),
    cited(node.alternatives, t("why.alternatives"), record),
  ];
  if (!node.because.length) return h("div.node", {}, h("span.toggle", {}), head);
  const parts = h("ul", {hidden: depth >= OPEN_DEPTH}, node.because.map(each => h("li", {}, explanation(each, record, place, depth + 1))));
  const toggle = h("button.toggle", {
    type: "button", "aria-expanded": String(!parts.hidden), "aria-label": t("why.toggle", {condition: words(node.condition)}),
    onclick: () => {
      parts.hidden = !parts.hidden;
      toggle.setAttribute("aria-expanded", String(!parts.hidden));
    },
  });
  return h("div.node", {}, toggle, head, parts);
}
