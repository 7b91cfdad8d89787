/** What a library declares and what is in scope in it, which resources there are; the place of a name in the text. */

import {syntaxTree} from "@codemirror/language";
import {isLibrary} from "../source-name.js";

const WORDS = ["and", "or", "not", "exists", "in", "is null", "is not null", "if", "then", "else", "case", "when", "end", "from", "where",
  "let", "return", "all", "sort by", "such that", "with", "without", "flatten", "First", "Last", "Count", "Coalesce", "Interval", "Tuple"];

/** Outlines of all libraries and resources. */
export class Names {
  #libraries = new Map();
  #resources = new Map();

  /** @param sources {libraries, resources} as the service lists them */
  set sources({libraries, resources}) {
    this.#libraries = new Map(libraries.map(each => [each.library, each]));
    this.#resources = new Map(resources.map(each => [each.name, each]));
  }

  /** Names of all resources. */
  get resources() {
    return [...this.#resources.keys()];
  }

  /** The resource that a canonical url names, with or without a version; undefined when there is none. */
  resourceOf(canonical) {
    const [url] = canonical.split("|");
    return url ? [...this.#resources.values()].find(each => each.url === url)?.name : undefined;
  }

  /** Names of all libraries. */
  get all() {
    return [...this.#libraries.keys()];
  }

  of(library) {
    return this.#libraries.get(library);
  }

  /** The library that an alias stands for in a library; undefined when there is none. */
  included(library, alias) {
    return this.of(library)?.includes.find(each => each.alias === alias)?.library;
  }

  /** A name of a library; undefined when it has none. */
  find(library, name) {
    return this.of(library)?.names.find(each => each.name === name);
  }
}

const unquoted = text => text.replace(/^(["'`])(.*)\1$/s, "$2");

/**
 * The name at a place.
 *
 * @returns {{library, name}|null} library that declares it as far as the text says, or resource whose url it is; then without a name
 */
export function nameAt(state, position, library, names) {
  for (const side of [-1, 1]) {
    let node = syntaxTree(state).resolveInner(position, side);
    if (node.name === "String") {
      const resource = names.resourceOf(unquoted(state.sliceDoc(node.from, node.to)));
      if (resource) return {library: resource, name: ""};
    }
    if (node.name === "QuotedName") node = node.parent;
    if (!["Name", "Member", "DefinitionName", "Element"].includes(node.name)) continue;
    const name = unquoted(state.sliceDoc(node.from, node.to).replace(/^\.\s*/, "").replace(/\s*:$/, ""));
    if (node.name !== "Member") {
      const aliased = names.included(library, name);
      return aliased && !names.find(library, name) ? {library: aliased, name: ""} : {library, name};
    }
    const before = node.prevSibling;
    const owner = before?.name === "Name" ? names.included(library, unquoted(state.sliceDoc(before.from, before.to))) : undefined;
    if (owner) return {library: owner, name};
  }
  return null;
}

const TYPES = {define: "variable", function: "function", parameter: "property", valueset: "enum", codesystem: "enum", code: "constant", concept: "constant"};

function option(each, boost = 0) {
  const quoted = /^[A-Za-z_]\w*$/.test(each.name) && each.kind !== "define" && each.kind !== "function" ? each.name : `"${each.name}"`;
  return {label: quoted, detail: each.operands || each.kind, type: TYPES[each.kind], boost};
}

/** Completion of what is in scope. @param current returns the name of the open library */
export function completion(names, current) {
  return context => {
    if (!isLibrary(current())) return null;
    const before = context.matchBefore(/(?:(\w+)\.)?("[^"\n]*|\w*)$/);
    if (!before || (before.from === before.to && !context.explicit)) return null;
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    if (["LineComment", "BlockComment", "String"].includes(node.name)) return null;
    const [, alias, written] = before.text.match(/^(?:(\w+)\.)?("[^"\n]*|\w*)$/);
    const from = context.pos - written.length;
    const after = context.state.sliceDoc(context.pos, context.pos + 1);
    const apply = written.startsWith("\"") && after === "\"" ? {to: context.pos + 1} : {};
    const wrap = options => ({from, ...apply, options, validFor: written.startsWith("\"") ? /^"[^"\n]*$/ : /^\w*$/});
    if (alias !== undefined) {
      const included = names.included(current(), alias);
      return included ? wrap(names.of(included)?.names.map(each => option(each)) ?? []) : null;
    }
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
