/** The record of a patient, each value of which can be changed in place. */

import {h} from "./dom.js";
import {t} from "./texts.js";
import {fieldsOf, referenceOf, resourcesOf, titleOf} from "./record.js";

const NUMBER = /^\d+(\.\d+)?$/;

/** What stands in the row of a resource, the first of each kind; the rest can be opened. */
const IN_ROW = ["value", "unit", "date"];

/** What is shown first: the patient, then results, problems, medicines, everything else; newest first. */
const ORDER = ["Patient", "Observation", "Condition", "MedicationRequest", "MedicationStatement", "MedicationAdministration"];

function byKindAndDate(a, b) {
  const rank = each => (ORDER.indexOf(each.resourceType) + ORDER.length + 1) % (ORDER.length + 1);
  const date = each => fieldsOf(each).find(field => field.kind === "date")?.text ?? "";
  return rank(a) - rank(b) || a.resourceType.localeCompare(b.resourceType) || date(b).localeCompare(date(a));
}

/**
 * The record.
 *
 * @param bundle as it is in the case
 * @param edits texts by "Type/id|path", changed in place
 * @param omitted references, changed in place
 * @param actions changed() after each change; open(reference) shows the JSON; edges(key, text) finds where the answer changes
 */
export function recordView(bundle, edits, omitted, actions) {
  return h("div.record", {},
    resourcesOf(bundle).slice().sort(byKindAndDate).map(resource => row(resource, edits, omitted, actions)));
}

function row(resource, edits, omitted, {changed, open, edges}) {
  const reference = referenceOf(resource);
  const fields = fieldsOf(resource);
  const element = h("section.resource", {"aria-label": `${resource.resourceType}: ${titleOf(resource)}`});
  const mark = () => {
    element.classList.toggle("edited", fields.some(field => `${reference}|${field.path}` in edits));
    element.classList.toggle("omitted", omitted.has(reference));
  };
  const input = field => fieldInput(resource, field, edits, () => { mark(); changed(); });
  const inRow = IN_ROW.map(kind => fields.find(field => field.kind === kind)).filter(Boolean);
  const measured = inRow.find(field => field.kind === "value" && NUMBER.test(field.text));
  const found = h("p.note.edges", {role: "status"});
  const others = fields.filter(field => !inRow.includes(field));
  element.append(
    h("div.name", {}, h("span.title", {}, titleOf(resource)), h("span.type", {}, resource.resourceType)),
    h("div.fields", {}, inRow.map(input)),
    h("div.tools", {},
      h("label.omit", {},
        h("input", {
          type: "checkbox", checked: omitted.has(reference), "aria-label": t("record.omit.of", {name: titleOf(resource)}),
          onchange: event => {
            if (event.target.checked) omitted.add(reference);
            else omitted.delete(reference);
            mark();
            changed();
          },
        }), t("record.omit")),
      measured ? h("button.small", {
        type: "button", "aria-label": t("edge.of", {name: titleOf(resource)}),
        onclick: () => showEdges(found, element, `${reference}|${measured.path}`, measured, edits, edges),
      }, t("edge.find")) : null,
      h("button.small", {type: "button", onclick: () => open(reference), "aria-label": t("record.json.of", {name: titleOf(resource)})}, "JSON")),
    found,
    others.length
      ? h("details.more", {}, h("summary", {}, others.filter(field => field.kind !== "date").slice(0, 3).map(field => field.text).join(" · ")),
        h("div.fields", {}, others.map(input)))
      : "");
  mark();
  return element;
}

/** Says where the answer changes; each of the two values can be taken. */
async function showEdges(found, element, key, field, edits, edges) {
  found.textContent = t("edge.searching");
  const input = element.querySelector(".field.value input");
  const use = text => text === null ? t("edge.none") : h("button.reference", {
    type: "button",
    onclick: () => {
      input.value = text;
      input.dispatchEvent(new Event("input"));
    },
  }, text);
  try {
    const {below, above} = await edges(key, edits[key] ?? field.text);
    found.replaceChildren(t("edge.found"), " ", t("edge.below"), " ", use(below), ", ", t("edge.above"), " ", use(above));
  } catch (refusal) {
    found.textContent = refusal.message;
  }
}

function fieldInput(resource, field, edits, changed) {
  const key = `${referenceOf(resource)}|${field.path}`;
  const label = field.path.includes(".") || field.kind !== "value" ? t(`field.${field.kind}`) : field.path;
  return h(`label.field.${field.kind}`, {title: field.path},
    h("span", {}, label),
    h("input", {
      type: "text", value: edits[key] ?? field.text, spellcheck: "false", autocomplete: "off",
      "aria-label": `${titleOf(resource)}, ${label}, ${field.path}`,
      oninput: event => {
        if (event.target.value === field.text) delete edits[key];
        else edits[key] = event.target.value;
        changed();
      },
    }));
}
