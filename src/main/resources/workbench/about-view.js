/** What is known of a name or of a place in a text. */

import {h} from "./dom.js";
import {valueText} from "./explanation.js";
import {defineText} from "./values-view.js";
import {t} from "./texts.js";

/**
 * A name that a library declares.
 *
 * @param define with its type and its value for the patient; null when it is none, or has no value
 * @param isSaved whether the value is of the text that is shown
 */
export function aboutName(declared, define, isSaved) {
  return h("div.about", {},
    h("p", {}, h("strong", {}, declared.name), " ", declared.operands || declared.kind),
    define ? [h("p", {}, h("code", {}, define.type)), h("p", {}, defineText(define))] : null,
    define && !isSaved ? h("p", {}, t("source.valueOfSaved")) : null);
}

/** An expression of CQL with its type and values, or an element of JSON. @param told as the service tells it */
export function aboutPlace({name, type, text, values, more}) {
  if (!name) return null;
  return h("div.about", {},
    h("p", {}, h("strong", {}, name)), h("p", {}, h("code", {}, type)),
    text ? h("p", {}, text) : null,
    values.length ? h("p", {}, t("about.values")) : null,
    values.length ? h("ul", {}, values.map(each => {
      const {mark, text: value} = valueText(each.text);
      return h("li", {}, `${mark} ${value}`, each.times > 1 ? ` ${t("about.times", {n: each.times})}` : null);
    }), more ? h("li", {}, t("about.more", {n: more})) : null) : null);
}
