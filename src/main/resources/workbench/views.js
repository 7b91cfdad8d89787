/** Which view stands beside the answers: the record, or one of those of the rules. */

import {h, show} from "./dom.js";
import {t} from "./texts.js";

export class Views {
  #views;
  #chosen;
  element = h("div.widths.views", {role: "group", "aria-label": t("view.label")});

  /**
   * @param views by name: {element, open}; open is called when the view is chosen, and calls {@link show} once it is there
   * @param chosen called with the name of the view that is shown
   */
  constructor(views, chosen) {
    this.#views = views;
    this.#chosen = chosen;
    this.show("record");
  }

  /** The elements of all views, of which one is not hidden. */
  get elements() {
    return Object.values(this.#views).map(each => each.element);
  }

  show(shown) {
    show(this.element, Object.entries(this.#views).map(([name, view]) => {
      view.element.hidden = name !== shown;
      return h("button", {id: `view-${name}`, type: "button", "aria-pressed": String(name === shown), onclick: view.open}, t(`view.${name}`));
    }));
    this.#chosen(shown);
  }
}
