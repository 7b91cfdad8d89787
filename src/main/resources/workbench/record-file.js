/** Records from a file or a folder that is chosen or dropped on the page. They stay in the memory of the page, and their names are in no address. */

import {h} from "./dom.js";
import {parse} from "./api.js";
import {MAX_BYTES, droppedOf} from "./folder.js";
import {resourcesOf} from "./record.js";
import {t} from "./texts.js";

const HOOK = "patient-view";

/**
 * What a page would open of a case, of the first patient of a Bundle, with the clock at now.
 *
 * @param name that is shown
 * @param text of the Bundle
 * @throws Error that says in words why it is no record
 */
export function readRecord(name, text) {
  if (text.length > MAX_BYTES) throw new Error(t("file.large", {name}));
  let bundle;
  try {
    bundle = parse(text);
  } catch {
    throw new Error(t("file.notJson", {name}));
  }
  if (bundle?.resourceType !== "Bundle" || !resourcesOf(bundle).some(each => each.resourceType === "Patient")) {
    throw new Error(t("file.noPatient", {name}));
  }
  return {
    hook: HOOK, topic: "", name, user: null, context: {}, parameters: {},
    asOf: `${new Date().toISOString().slice(0, 19)}Z`, bundle, patient: "", why: "",
  };
}

function field(name, attributes, chosen) {
  return h("label.field.file", {}, h("span", {}, t(`${name}.open`)),
    h("input", {
      id: name, type: "file", ...attributes,
      onchange: event => {
        const files = [...event.target.files];
        event.target.value = "";
        if (files.length) chosen(files);
      },
    }));
}

/**
 * Fields to choose a file and a folder; what is dropped anywhere on the page is taken too.
 *
 * @param open called with a file
 * @param openFolder called with a promise of the files of a folder
 */
export function fileFields(open, openFolder) {
  document.addEventListener("dragover", event => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", event => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    const {file, files} = droppedOf(event.dataTransfer);
    if (file) open(file);
    else openFolder(files);
  });
  return [
    field("file", {accept: ".json,application/json,application/fhir+json"}, ([file]) => open(file)),
    field("folder", {webkitdirectory: true, multiple: true}, files => openFolder(Promise.resolve(files))),
  ];
}
