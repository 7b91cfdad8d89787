/** The record of a patient: its resources and what can be changed in them. */

import {digits, number, parse} from "./api.js";

const DATE = /(Date|DateTime|Instant|authoredOn|issued|start|end)$/;
const CODED = /^(code|medicationCodeableConcept|valueCodeableConcept|vaccineCode|bodySite|reasonCode(\[\d+])?|method)\.coding\[\d+]\.code$/;
const STATUS = /^(status|intent|clinicalStatus\.coding\[0]\.code|verificationStatus\.coding\[0]\.code)$/;
const OTHER = /^(gender|deceasedBoolean|valueString|valueBoolean|valueInteger)$/;

export const referenceOf = resource => `${resource.resourceType}/${resource.id}`;

export function resourcesOf(bundle) {
  return (bundle.entry ?? []).map(entry => entry.resource).filter(Boolean);
}

function nameOf(concept) {
  const coding = concept?.coding?.find(each => each.display) ?? concept?.coding?.[0];
  return concept?.text ?? coding?.display ?? coding?.code;
}

/** What a resource is about, in its own words. */
export function titleOf(resource) {
  return nameOf(resource.code) ?? nameOf(resource.medicationCodeableConcept) ?? nameOf(resource.vaccineCode)
    ?? nameOf(resource.type?.[0] ?? resource.type) ?? resource.resourceType;
}

function kindOf(path, key, value) {
  if (STATUS.test(path)) return "status";
  if (CODED.test(path)) return "code";
  if (key === "unit") return "unit";
  if (key === "value" && typeof value !== "object" && !/identifier|telecom/.test(path)) return "value";
  if (key === "value" && JSON.isRawJSON(value)) return "value";
  if (OTHER.test(path)) return "value";
  return typeof value === "string" && DATE.test(key) ? "date" : null;
}

/** Fields that can be changed: {path, kind: "code"|"value"|"unit"|"date"|"status", text}. */
export function fieldsOf(resource) {
  const found = [];
  const walk = (node, path) => {
    for (const [key, value] of Object.entries(node)) {
      const own = Array.isArray(node) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
      if (value !== null && typeof value === "object" && !JSON.isRawJSON(value)) {
        walk(value, own);
      } else {
        const kind = kindOf(own, key, value);
        if (kind) found.push({path: own, kind, text: String(digits(value))});
      }
    }
  };
  walk(resource, "");
  return found;
}

/** Sets a field from a text; an empty text takes the element away. */
function setField(resource, path, text) {
  const keys = path.split(/\.|\[(\d+)]/).filter(Boolean);
  const last = keys.pop();
  const owner = keys.reduce((node, key) => node?.[key], resource);
  if (!owner || !(last in owner)) return;
  const old = owner[last];
  if (text === "") {
    delete owner[last];
  } else if (JSON.isRawJSON(old)) {
    owner[last] = number(text) ?? text;
  } else {
    owner[last] = typeof old === "boolean" ? text === "true" : text;
  }
  if (last === "unit" && owner.code === old && text !== "") owner.code = text;
}

/**
 * The Bundle with changes.
 *
 * @param text JSON of the Bundle
 * @param edits texts by "Type/id|path"
 * @param omitted references of resources that are left out
 */
export function changedBundle(text, edits, omitted) {
  const bundle = parse(text);
  bundle.entry = (bundle.entry ?? []).filter(entry => !omitted.has(referenceOf(entry.resource ?? {})));
  for (const [key, value] of Object.entries(edits)) {
    const [reference, path] = key.split("|");
    const resource = resourcesOf(bundle).find(each => referenceOf(each) === reference);
    if (resource) setField(resource, path, value);
  }
  return bundle;
}
