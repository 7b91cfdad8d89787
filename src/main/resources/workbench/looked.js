/** What is looked at beside the case: filters, and what is open in a view. Each is a text under the name that it has in the address. */

/**
 * Filter of the cases, only those that failed; filter of the values; of which cases the coverage is marked in the source; of the difference
 * what is compared, for whom, at which moment, and for which rule; plot and resource that are open.
 */
export const LOOKED = ["cases", "failed", "defines", "coverage", "against", "patients", "at", "changed", "plot", "resource"];

export class Looked {
  #values = {};
  #listeners = [];
  #changed;

  /** @param changed called after each change that a view makes */
  constructor(changed) {
    this.#changed = changed;
  }

  /** Empty when it is not chosen. */
  get(name) {
    return this.#values[name] ?? "";
  }

  set(name, text) {
    if (this.get(name) === text) return;
    this.#values[name] = text;
    this.#changed();
  }

  /** Of all that is chosen, texts by name. */
  get all() {
    return this.#values;
  }

  /** Takes what an address names; what it does not name stays. */
  take(values = {}) {
    Object.assign(this.#values, values);
    this.#listeners.forEach(listener => listener(values));
  }

  /** @param listener called with what an address has named */
  listen(listener) {
    this.#listeners.push(listener);
  }
}
