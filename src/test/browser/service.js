/** A service in authoring mode on a copy of the content, and a browser that reaches nothing but loopback. */

import {spawn} from "node:child_process";
import {cpSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {chromium} from "playwright-core";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const START_MS = 180_000;

export const fromRoot = (...names) => path.join(ROOT, ...names);

/** @returns {{address, folder, stop}} once the service has printed the address of the page, or of one that runs already */
export async function startService() {
  if (process.env.WORKBENCH) return {address: process.env.WORKBENCH, folder: process.env.CONTENT, stop: () => {}};
  const folder = mkdtempSync(path.join(tmpdir(), "workbench-"));
  for (const name of ["cql", "fhir-resources"]) cpSync(fromRoot(name), path.join(folder, name), {recursive: true});
  const service = spawn(process.env.CDS ?? fromRoot("deploy/cds"), [
    "serve", "--content", folder, "--calcinosis.authoring.enabled=true", "--server.port=0", "--calcinosis.store.url=none",
  ], {cwd: folder, detached: true});
  const address = await new Promise((resolve, reject) => {
    let log = "";
    const timer = setTimeout(() => reject(new Error(`Not ready in time.\n${log}`)), START_MS);
    const read = text => {
      log += text;
      const found = log.match(/The workbench is at (\S+)/);
      if (found) {
        clearTimeout(timer);
        resolve(found[1]);
      }
    };
    service.stdout.on("data", read);
    service.stderr.on("data", read);
    service.on("exit", code => reject(new Error(`It ended with ${code}.\n${log}`)));
  });
  const stop = () => {
    process.kill(-service.pid);
    rmSync(folder, {recursive: true});
  };
  return {address, folder, stop};
}

/** A browser to which every name but localhost is unknown. @param name a rule for one more: "MAP name address" */
export function startBrowser(name) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", `--host-resolver-rules=${name ? `${name}, ` : ""}MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1`],
  });
}
