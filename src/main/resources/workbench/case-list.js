/** The list of cases, filtered by words. */

import {h, show} from "./dom.js";
import {t} from "./texts.js";
import {addressOf} from "./address.js";

const MOST_SHOWN = 150;

export const pathOf = each => `${each.hook}/${each.topic}/${each.name}`;

/** @param selected path of the case that is open */
export function caseList(cases, selected) {
  const list = h("ul.cases", {});
  const count = h("p.note", {role: "status"});
  const searched = cases.map(each =>
    [each, [each.hook, each.topic, each.name, each.why, each.patient, ...each.rules].join(" ").toLowerCase()]);
  const filter = text => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = searched.filter(([, all]) => words.every(word => all.includes(word))).map(([each]) => each);
    count.textContent = t("cases.count", {n: found.length, all: cases.length});
    show(list, found.slice(0, MOST_SHOWN).map(each => item(each, selected)));
    if (found.length > MOST_SHOWN) list.append(h("li.note", {}, t("cases.more", {n: found.length - MOST_SHOWN})));
  };
  filter("");
  return h("nav.picker", {"aria-label": t("cases.title")},
    h("h2", {}, t("cases.title")),
    h("input.filter", {
      id: "filter", type: "search", placeholder: t("cases.filter"), "aria-label": t("cases.filter"),
      oninput: event => filter(event.target.value),
    }),
    count,
    list);
}

function item(each, selected) {
  const path = pathOf(each);
  const most = ["critical", "warning", "info"].find(indicator => each.indicators.includes(indicator)) ?? "none";
  return h("li", {}, h("a", {href: addressOf({path}), "aria-current": path === selected ? "true" : null},
    h(`span.dot.${most}`, {"aria-hidden": "true"}),
    h("span.name", {}, each.name.replaceAll("-", " ")),
    h("span.topic", {}, `${each.topic} · ${each.hook}`, h("span.unseen", {}, ` · ${t(`indicator.${most}`)}`))));
}
