/** What a library declares and what is in scope in it, which resources there are; the place of a name in the text. */

import {syntaxTree} from "@codemirror/language";

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

/** Whether something stands at a place that has a type or a definition: a name, and everything in JSON. */
export function isTold(state, position) {
  const {name} = syntaxTree(state).resolveInner(position, 1);
  return ["Name", "Member", "QuotedName", "DefinitionName", "Element", "PropertyName", "String", "Number", "True", "False"].includes(name);
}
