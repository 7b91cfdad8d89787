/** A record from a file that is chosen or dropped on the page. It stays in the memory of the page, and its name is in no address. */

import {h} from "./dom.js";
import {parse} from "./api.js";
import {resourcesOf} from "./record.js";
import {t} from "./texts.js";

const HOOK = "patient-view";

/** What the service reads of a body at most; see calcinosis.limits.body. */
const MAX_BYTES = 10 * 1024 * 1024;

/**
 * What a page would open of a case, of the first patient of a Bundle, with the clock at now.
 *
 * @throws Error that says in words why the file is no record
 */
export async function readRecord(file) {
  if (file.size > MAX_BYTES) throw new Error(t("file.large", {name: file.name}));
  let bundle;
  try {
    bundle = parse(await file.text());
  } catch {
    throw new Error(t("file.notJson", {name: file.name}));
  }
  if (bundle?.resourceType !== "Bundle" || !resourcesOf(bundle).some(each => each.resourceType === "Patient")) {
    throw new Error(t("file.noPatient", {name: file.name}));
  }
  return {
    hook: HOOK, topic: "", name: file.name, user: null, context: {}, parameters: {},
    asOf: `${new Date().toISOString().slice(0, 19)}Z`, bundle, patient: "", why: "",
  };
}

/**
 * A field to choose a file; a file that is dropped anywhere on the page is taken too.
 *
 * @param open called with the file
 */
export function fileField(open) {
  document.addEventListener("dragover", event => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", event => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    open(file);
  });
  return h("label.field.file", {}, h("span", {}, t("file.open")),
    h("input", {
      id: "file", type: "file", accept: ".json,application/json,application/fhir+json",
      onchange: event => {
        const [file] = event.target.files;
        event.target.value = "";
        if (file) open(file);
      },
    }));
}
