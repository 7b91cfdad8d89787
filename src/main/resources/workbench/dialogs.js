/** Dialogs: the JSON of a resource, keeping a case. */

import {h} from "./dom.js";
import {t} from "./texts.js";

/** The element with the focus, also inside of the editor. */
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** @param content nodes; the dialog is removed when it is closed, and the focus returns to where it was */
export function openDialog(title, ...content) {
  const before = focused();
  const dialog = h("dialog", {"aria-label": title},
    h("header", {}, h("h2", {}, title),
      h("button", {type: "button", onclick: () => dialog.close()}, t("dialog.close"))),
    h("div.content", {}, content));
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** @param closed called when it is closed */
export function showJson(reference, resource, closed) {
  const dialog = openDialog(reference, h("pre.json", {tabindex: "0"}, JSON.stringify(resource, null, 2)));
  dialog.addEventListener("close", closed);
}

/** Asks for topic, name and reason of a new case. @param keep called with them; returns a promise of the path */
export function askForCase(topic, keep) {
  const message = h("p.message", {role: "status"});
  const field = (name, value) => h("label.wide", {}, h("span", {}, t(`keep.${name}`)),
    h("input", {name, value, required: true, spellcheck: "false", autocomplete: "off"}));
  const short = h("input", {type: "checkbox"});
  const form = h("form", {
    onsubmit: async event => {
      event.preventDefault();
      const values = {...Object.fromEntries(new FormData(form)), isShort: short.checked};
      try {
        message.textContent = t("keep.done", {path: await keep(values)});
      } catch (refusal) {
        message.textContent = refusal.message;
      }
    },
  }, field("topic", topic), field("name", ""), field("why", ""),
  h("label", {}, short, " ", t("keep.short")),
  h("button.primary", {type: "submit"}, t("keep.write")), message);
  openDialog(t("keep.title"), h("p.note", {}, t("keep.note")), form);
}
