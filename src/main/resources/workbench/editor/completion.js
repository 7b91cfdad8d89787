/** Completion of what can stand at the cursor: names that the outlines have, and what the service knows of a place. */

import {syntaxTree} from "@codemirror/language";
import {isLibrary} from "../source-name.js";

const WORDS = ["and", "or", "not", "exists", "in", "is null", "is not null", "if", "then", "else", "case", "when", "end", "from", "where",
  "let", "return", "all", "sort by", "such that", "with", "without", "flatten", "First", "Last", "Count", "Coalesce", "Interval", "Tuple"];

/** Between a full stop and the name that follows it. */
const LONGEST_BLANK = 80;

const TYPES = {define: "variable", function: "function", parameter: "property", valueset: "enum", codesystem: "enum", code: "constant", concept: "constant"};

function option(each, boost = 0) {
  const quoted = /^[A-Za-z_]\w*$/.test(each.name) && each.kind !== "define" && each.kind !== "function" ? each.name : `"${each.name}"`;
  return {label: quoted, detail: each.operands || each.kind, type: TYPES[each.kind], boost};
}

/** Elements of what stands before a full stop, as the translator types it. */
async function members(context, from, complete) {
  const {suggestions} = await complete(context.state.doc.toString(), context.pos);
  const options = suggestions.map(({name, type}) =>
    ({label: /^[A-Za-z_]\w*$/.test(name) ? name : `"${name}"`, detail: type, type: "property"}));
  return options.length ? {from, options, validFor: /^\w*$/} : null;
}

/** Writes a name or a value of JSON with the marks that are not there yet. */
function applyJson({name, type, isElement}) {
  return (view, completion, from, to) => {
    const text = (start, end) => view.state.sliceDoc(start, end);
    const isOpen = text(from - 1, from) === "\"";
    const isClosed = text(to, to + 1) === "\"";
    const quote = isElement || type !== "boolean" ? "\"" : "";
    const hasColon = /^"?\s*:/.test(text(to, view.state.doc.lineAt(to).to));
    const end = isClosed ? to + 1 : to;
    const insert = `${quote}${name}${quote}${isElement && !hasColon ? ": " : ""}`;
    const start = isOpen ? from - 1 : from;
    view.dispatch({changes: {from: start, to: end, insert}, selection: {anchor: start + insert.length}, userEvent: "input.complete"});
  };
}

async function jsonOptions(context, complete) {
  const before = context.matchBefore(/"?[\w$:/.|-]*$/);
  if (!before || (before.from === before.to && !context.explicit)) return null;
  const {suggestions} = await complete(context.state.doc.toString(), context.pos);
  const from = before.text.startsWith("\"") ? before.from + 1 : before.from;
  return suggestions.length ? {from, validFor: /^[\w$:/.|-]*$/, options: suggestions.map(each =>
    ({label: each.name, detail: each.type, info: each.text || undefined, apply: applyJson(each)}))} : null;
}

/**
 * Completion of what is in scope.
 *
 * @param current returns the name of the open library or resource
 * @param complete called with its name, its text and an index in it; returns a promise of {suggestions}
 */
export function completion(names, current, complete) {
  return context => {
    const ask = (text, position) => complete(current(), text, position);
    if (!isLibrary(current())) return jsonOptions(context, ask);
    const before = context.matchBefore(/(?:(\w+)\.)?("[^"\n]*|\w*)$/);
    if (!before) return null;
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    if (["LineComment", "BlockComment", "String"].includes(node.name)) return null;
    const [, alias, written] = before.text.match(/^(?:(\w+)\.)?("[^"\n]*|\w*)$/);
    const from = context.pos - written.length;
    const isMember = alias === undefined && node.name !== "Number"
      && /\.\s*$/.test(context.state.sliceDoc(Math.max(from - LONGEST_BLANK, 0), from));
    if (before.from === before.to && !context.explicit && !isMember) return null;
    const after = context.state.sliceDoc(context.pos, context.pos + 1);
    const apply = written.startsWith("\"") && after === "\"" ? {to: context.pos + 1} : {};
    const wrap = options => ({from, ...apply, options, validFor: written.startsWith("\"") ? /^"[^"\n]*$/ : /^\w*$/});
    if (alias !== undefined) {
      const included = names.included(current(), alias);
      return included ? wrap(names.of(included)?.names.map(each => option(each)) ?? []) : members(context, from, ask);
    }
    if (isMember) return members(context, from, ask);
    if (/\binclude\s+"?\w*$/.test(context.state.sliceDoc(context.state.doc.lineAt(context.pos).from, context.pos))) {
      return wrap(names.all.map(each => ({label: each, type: "namespace"})));
    }
    const own = names.of(current());
    return wrap([
      ...(own?.names ?? []).map(each => option(each, 1)),
      ...(own?.includes ?? []).map(each => ({label: each.alias, detail: each.library, type: "namespace"})),
      ...WORDS.map(each => ({label: each, type: "keyword", boost: -1})),
    ]);
  };
}
