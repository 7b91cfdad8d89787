/** Follows a run of the service to its end. */

const PAUSE_MS = 250;

/**
 * Begins a run, and begins again when the content changes meanwhile.
 *
 * @param run start() and progress() return promises of {content, cases, isEnded}; told(answer) is called while it goes on; isWanted()
 *     whether somebody still waits for it
 * @returns the answer of the run that came to its end; null when it is not wanted any more
 */
export async function followRun({start, progress, told, isWanted}) {
  for (;;) {
    const first = await start();
    let answer = first;
    const isSame = () => answer.content.version === first.content.version && answer.cases === first.cases;
    while (isWanted() && isSame() && !answer.isEnded) {
      told(answer);
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
      answer = await progress();
    }
    if (!isWanted()) return null;
    if (isSame()) return answer;
  }
}
