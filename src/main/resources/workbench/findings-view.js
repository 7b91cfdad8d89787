/** What is wrong with the content: place, code with its page, and words. */

import {h} from "./dom.js";
import {sourceOf} from "./source-name.js";
import {t} from "./texts.js";

/** @param actions open(finding) for a place in a library or a resource, explain(code) */
export function findingsView(findings, {open, explain}) {
  if (!findings.length) return h("p.note", {role: "status"}, t("source.good"));
  return [
    h("h3", {role: "status"}, t("content.findings", {n: findings.length})),
    h("ul.findings", {}, findings.map(each => {
      const place = `${each.file}:${each.line}:${each.column}`;
      return h("li", {},
        h(`span.severity.${each.severity.toLowerCase()}`, {}, t(`severity.${each.severity}`)), " ",
        sourceOf(each.file) ? h("button.line", {type: "button", onclick: () => open(each)}, place) : h("code", {}, place), " ",
        h("button.reference", {type: "button", onclick: () => explain(each.code)}, each.code), " ", each.message);
    })),
  ];
}
