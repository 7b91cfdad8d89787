/** Makes elements. Text is always set as text, never as HTML. */

/**
 * An element.
 *
 * @param name of the element, with classes after dots: "p.note"
 * @param attributes by name; a function is a listener, such as onclick; null, undefined and false leave the attribute out
 * @param children nodes, texts or arrays of them; null and false are left out
 */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Shows nodes in place of the children of an element; the focus stays on the element with the same id. */
export function show(element, ...children) {
  const focused = document.activeElement?.id;
  element.replaceChildren(...children.flat(3).filter(Boolean));
  if (focused && element.contains(document.getElementById(focused))) document.getElementById(focused).focus();
}
