/** Lines of the explanation that name a resource are marked, when it is chosen elsewhere. */

/** Opens all that a node is folded into. */
function unfold(node, within) {
  for (let each = node.parentElement; each && each !== within; each = each.parentElement) {
    if (each.tagName === "DETAILS") each.open = true;
    if (each.hidden && each.tagName === "UL") {
      each.hidden = false;
      each.parentElement.querySelector(":scope > .toggle")?.setAttribute("aria-expanded", "true");
    }
  }
}

/**
 * @param answers element of the answers
 * @param references of resources
 * @returns the buttons of these resources in the lines that are marked, in order
 */
export function markLines(answers, references) {
  answers.querySelectorAll(".marked").forEach(each => each.classList.remove("marked"));
  const buttons = [...answers.querySelectorAll("button.reference")].filter(each => references.includes(each.textContent));
  for (const button of buttons) button.closest("li")?.classList.add("marked");
  const first = buttons.find(each => each.closest(".trees")) ?? buttons[0];
  if (first) unfold(first, answers);
  return first ? [first, ...buttons.filter(each => each !== first)] : [];
}
