/** Results of cases that were run, all of one text of the content. */

import {runCases} from "./api.js";
import {t} from "./texts.js";
import {pathOf} from "./address.js";

const BATCH = 25;
const MAX_BY_ITSELF = 200;

/** Runs cases in parts, so that progress is seen and other questions need not wait. */
export class Runs {
  #results = new Map();
  #version = "";
  #asked = [];
  #left = 0;
  #problem = "";
  #turn = 0;
  onchange = () => {};

  result(path) {
    return this.#results.get(path);
  }

  /** The content that the results are of. */
  get version() {
    return this.#version;
  }

  /** "passed", "failed", or nothing when the case was not run with this text. */
  state(path) {
    const result = this.#results.get(path);
    return result && (result.differences.length ? "failed" : "passed");
  }

  summary() {
    if (this.#problem) return this.#problem;
    const all = [...this.#results.values()];
    if (!all.length && !this.#left) return "";
    const failed = all.filter(each => each.differences.length).length;
    return this.#left
      ? t("runs.progress", {n: all.length, failed, left: this.#left})
      : t("runs.summary", {passed: all.length - failed, n: all.length});
  }

  set(result) {
    this.#results.set(result.path, result);
    this.onchange();
  }

  /**
   * Results of an older text are dropped at once. A run that is under way begins again; without one, the cases that
   * the change reaches are run, when they are few.
   */
  follow(content, cases) {
    if (content.version === this.#version) return;
    const wasRun = this.#version !== "";
    const unfinished = this.#left > 0 ? this.#asked : [];
    this.#begin(content.version, []);
    if (unfinished.length) {
      this.run(unfinished);
      return;
    }
    const reached = cases.filter(each => content.reached.includes(each.topic) || each.rules.some(rule => content.reached.includes(rule)));
    if (wasRun && !content.isAllReached && reached.length && reached.length <= MAX_BY_ITSELF) {
      this.run(reached.map(pathOf));
    }
  }

  #begin(version, paths) {
    this.#turn++;
    if (version !== this.#version) this.#results.clear();
    this.#version = version;
    this.#asked = paths;
    this.#left = paths.length;
    this.#problem = "";
    this.onchange();
  }

  async run(paths) {
    this.#begin(this.#version, paths);
    const turn = this.#turn;
    try {
      for (let begin = 0; begin < paths.length; begin += BATCH) {
        const {content, results} = await runCases(paths.slice(begin, begin + BATCH));
        if (turn !== this.#turn) return;
        if (content.version !== this.#version) {
          // The service may answer with a new text before it has told of it.
          this.#results.clear();
          this.#version = content.version;
          if (begin > 0) {
            this.run(paths);
            return;
          }
        }
        results.forEach(each => this.#results.set(each.path, each));
        this.#left = Math.max(0, paths.length - begin - BATCH);
        this.onchange();
      }
    } catch (refusal) {
      if (turn !== this.#turn) return;
      this.#left = 0;
      this.#problem = refusal.message;
      this.onchange();
    }
  }
}
