/** Markdown of cards, made safe. */

import {marked} from "marked";
import purify from "dompurify";

const TAGS = ["p", "br", "strong", "em", "del", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "a",
  "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"];

purify.addHook("afterSanitizeAttributes", node => {
  if (node.tagName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noreferrer noopener");
  }
});

/** @returns a fragment of plain elements: no images, no styles, no HTML of the text's own that could run */
export function markdown(text) {
  return purify.sanitize(marked.parse(text, {gfm: true, async: false}), {
    ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ["href"], ALLOWED_URI_REGEXP: /^https?:/i, RETURN_DOM_FRAGMENT: true,
  });
}
