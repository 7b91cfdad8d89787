/** A folder for a story. */

import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";

/** A folder with files, by their paths; it is removed at the end. */
export async function withFolder(files, use) {
  const folder = mkdtempSync(path.join(tmpdir(), "patients-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
    writeFileSync(path.join(folder, name), text);
  }
  try {
    await use(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}
