/** What the service says of a library for the patient: always to the question that is asked now, and of the text that the cards are of. */

export class FollowedAnswer {
  #actions;
  #send;
  #changed;
  #asked = "";
  /** {key, library, input, version, answer} of the last answer; null before the first and after a refusal. */
  last = null;
  /** Why there is no answer; empty when there is one. */
  problem = "";

  /**
   * @param actions input() returns what is asked now, content() the content of the cards that are shown, ask() asks for these again
   * @param send called with library and input; returns a promise of an answer with the content that it is of
   * @param changed called after each answer with the one before it
   */
  constructor(actions, send, changed) {
    this.#actions = actions;
    this.#send = send;
    this.#changed = changed;
  }

  /** Whether the last answer is about this library and what is asked now. */
  isCurrent(library) {
    return this.last !== null && this.last.key === this.#key(library);
  }

  /** Asks, unless that was asked already. */
  async follow(library) {
    const content = this.#actions.content();
    if (!content || !library) return;
    const key = this.#key(library);
    if (key === this.#asked) return;
    this.#asked = key;
    const input = this.#actions.input();
    const before = this.last;
    try {
      const answer = await this.#send(library, input);
      if (key !== this.#asked) return;
      if (answer.content.version !== content.version) {
        // The service answers with a text that the page was not told of yet.
        this.#asked = "";
        this.#actions.ask();
        return;
      }
      this.last = {key, library, input: JSON.stringify(input), version: content.version, answer};
      this.problem = "";
    } catch (refusal) {
      if (key !== this.#asked) return;
      this.last = null;
      this.problem = refusal.message;
    }
    this.#changed(before);
  }

  #key(library) {
    const content = this.#actions.content();
    return content ? JSON.stringify([content.version, library, this.#actions.input()]) : "";
  }
}
