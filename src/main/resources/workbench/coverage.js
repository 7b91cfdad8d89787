/** What cases have evaluated of the rules. The service runs them in the background; this follows how far it is. */

import {followRun} from "./background-run.js";
import {coverageOf, coverageProgress, startCoverage} from "./api.js";

/** One for the page. A scope is the id of a rule, whose cases are run, or "" for all cases. */
export class Coverage {
  #runs = new Map();
  #listeners = [];

  /** Calls a function after each change. */
  listen(listener) {
    this.#listeners.push(listener);
  }

  /** {cases, done, unanswered, isRunning, problem} of the run of a scope; undefined when there is none. */
  run(scope) {
    return this.#runs.get(scope);
  }

  /** Begins anew. When the content changes meanwhile, the run begins again with the new text. */
  start(scope) {
    return this.#follow(scope, () => startCoverage(scope));
  }

  /** Follows a run to its end. @param start as of background-run.js */
  async #follow(scope, start) {
    const run = {cases: 0, done: 0, unanswered: 0, isRunning: true, problem: "", version: "", libraries: new Map()};
    const told = ({content, cases, done, unanswered}) => {
      Object.assign(run, {version: content.version, cases, done, unanswered});
      this.#tell();
    };
    const isWanted = () => this.#runs.get(scope) === run;
    this.#runs.set(scope, run);
    this.#tell();
    try {
      const answer = await followRun({start, progress: () => coverageProgress(scope), told, isWanted});
      if (!answer) return;
      run.isRunning = false;
      told(answer);
    } catch (refusal) {
      Object.assign(run, {isRunning: false, problem: refusal.message});
      this.#tell();
    }
  }

  /** What a finished run has evaluated of a library, as the service tells it; null until it is there. */
  of(library, scope) {
    const run = this.#runs.get(scope);
    if (!run || run.isRunning || run.problem) return null;
    if (!run.libraries.has(library)) {
      run.libraries.set(library, null);
      this.#fetch(run, library, scope);
    }
    return run.libraries.get(library);
  }

  /** Drops what is of another text. @param content that was told */
  follow(content) {
    for (const [scope, run] of this.#runs) {
      if (!run.isRunning && run.version !== content.version) this.#runs.delete(scope);
    }
    this.#tell();
  }

  async #fetch(run, library, scope) {
    try {
      const answer = await coverageOf(library, scope);
      if (this.#runs.get(scope) !== run) return;
      // The content has changed since it came to its end.
      if (answer.content.version !== run.version) this.start(scope);
      // Another page has begun it again.
      else if (!answer.isEnded) this.#follow(scope, () => coverageProgress(scope));
      // It has been dropped for runs of other pages.
      else if (answer.cases !== run.cases) this.start(scope);
      else run.libraries.set(library, answer);
    } catch (refusal) {
      run.problem = refusal.message;
    }
    this.#tell();
  }

  #tell() {
    this.#listeners.forEach(listener => listener());
  }
}
