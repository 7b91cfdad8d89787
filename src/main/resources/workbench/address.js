/** What is looked at, kept in the address: a colleague at the same machine opens the same. */

import {keepToken} from "./api.js";
import {LOOKED} from "./looked.js";

export const pathOf = each => `${each.hook}/${each.topic}/${each.name}`;

/**
 * @returns the case, what one is to show that is made of it, the moment, the changed values, the left out resources, the view beside the cards with
 *     the place in a library or the rule, and what else is looked at, as the address names them; the view is empty when it names none
 */
export function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  if (parts.has("token")) {
    keepToken(parts.get("token"));
    parts.delete("token");
    history.replaceState(null, "", parts.size ? `#${parts}` : location.pathname);
  }
  let edits = {};
  try {
    edits = JSON.parse(parts.get("edits") ?? "{}");
  } catch {
    // An address that was cut short: the case is shown as it is.
  }
  return {
    path: parts.get("case") ?? "",
    wanted: parts.get("wanted") ?? "",
    asOf: parts.get("asOf") ?? "",
    edits,
    omitted: new Set((parts.get("without") ?? "").split(",").filter(Boolean)),
    library: parts.get("library") ?? "",
    line: Number(parts.get("line") ?? 0),
    column: Number(parts.get("column") ?? 1),
    rule: parts.get("rule") ?? "",
    view: parts.get("view") ?? (parts.has("library") ? "source" : ""),
    looked: Object.fromEntries(LOOKED.filter(name => parts.has(name)).map(name => [name, parts.get(name)])),
  };
}

/** The address of a case with what was changed in it, of the view, the library or the rule beside it, and of what else is looked at. */
export function addressOf({path, wanted = "", asOf = "", edits = {}, omitted = new Set(), library = "", line = 0, column = 1, rule = "", view = "", looked = {}}) {
  const parts = new URLSearchParams(path ? {case: path} : {});
  if (wanted) parts.set("wanted", wanted);
  if (asOf) parts.set("asOf", asOf);
  if (Object.keys(edits).length) parts.set("edits", JSON.stringify(edits));
  if (omitted.size) parts.set("without", [...omitted].join(","));
  const isOfLibrary = library && (view === "source" || view === "values");
  if (isOfLibrary) parts.set("library", library);
  if (isOfLibrary && line && view === "source") parts.set("line", String(line));
  if (parts.has("line") && column > 1) parts.set("column", String(column));
  if (rule && view === "review") parts.set("rule", rule);
  if (view && !(isOfLibrary && view === "source")) parts.set("view", view);
  for (const [name, text] of Object.entries(looked)) if (text) parts.set(name, text);
  return `#${parts}`;
}
