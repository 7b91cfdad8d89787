/** What the plot shows, as a table and in words. */

import {h} from "./dom.js";
import {t} from "./texts.js";
import {ANALYTES} from "./timeline.js";

export const tierLimitText = ({tier, value}) => `> ${value} ${tier}`;

export const limitText = ({bound, value, origin}) => `${bound === "LOW" ? "<" : ">"} ${value} ${t(`plot.origin.${origin}`)}`;

/** A value in the unit in which it was sent, and in that of the rules. */
export function measuredText({sent, value, unit}) {
  const own = value === null || value === undefined ? null : `${value} ${unit}`;
  const isSame = own !== null && (!sent || (parseFloat(sent) === value && sent.toLowerCase().endsWith(unit.toLowerCase())));
  return isSame ? sent ?? own : own ? `${sent} (${own})` : sent;
}

/** Why a result was not used; one that was read without a defect had no partner. */
export const reasonText = ({reason, isRead}) => reason ?? t(isRead ? "plot.unpaired" : "plot.copy");

/** @param record has(reference) and open(reference) for the resources of the patient */
export function plotTable({pairs, unused}, record) {
  const reference = name => record.has(name)
    ? h("button.reference", {type: "button", onclick: () => record.open(name)}, name) : name;
  const measured = each => [`${measuredText(each)}, ${each.effective} `, reference(each.reference)];
  const limits = pair => [
    pair.limits.map(tierLimitText).join(", "),
    ANALYTES.map(analyte => pair.resultLimits.filter(each => each.analyte === analyte)).filter(each => each.length).map(each =>
      [h("br"), `${t(`plot.${each[0].analyte}`)} ${each.map(limitText).join(", ")}`]),
  ];
  return h("div.scrolled", {tabindex: "0", role: "group", "aria-label": t("plot.table")}, h("table", {},
    h("thead", {}, h("tr", {}, ["product", "tier", "limits", "calcium", "phosphate"].map(key => h("th", {scope: "col"}, t(`plot.${key}`))))),
    h("tbody", {},
      pairs.map(pair => h("tr", {},
        h("td", {}, pair.value === null || pair.value === undefined ? t("plot.noValue") : `${pair.value} ${pair.unit}`),
        h("td", {}, pair.tier, pair.reason ? ` (${pair.reason})` : ""),
        h("td", {}, limits(pair)),
        ANALYTES.map(analyte => h("td", {}, measured(pair[analyte]))))),
      unused.map(each => h("tr.unused", {},
        h("td", {colspan: "3"}, `${t("plot.unused")}: ${reasonText(each)}`),
        ANALYTES.map(analyte => h("td", {}, each.analyte === analyte ? measured(each) : "")))))));
}
