/** The servers of the tests, each a process of its own on a free port: HAPI JPA and the packaged service. */

import {spawn} from "node:child_process";
import {mkdtempSync, readFileSync, readdirSync, rmSync} from "node:fs";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import path from "node:path";
import {fromRoot} from "../browser/service.js";

const START_MS = 180_000;
const JAVA = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, "bin/java") : "java";
const CLASSPATH = new URL("jpa/target/classpath.txt", import.meta.url);
const SOURCE = new URL("jpa/JpaServer.java", import.meta.url).pathname;

/** @returns {{url, stop}} base URL of the FHIR server, once it answers */
export function startJpaServer() {
  const options = ["-Xmx700m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
  const classes = readFileSync(CLASSPATH, "utf8").trim();
  return start([...options, "-cp", classes, SOURCE, "0"], /Ready at (\S+)\n/);
}

/**
 * @param settings of the service, given the base URL at which it will answer
 * @returns {{url, stop}} that URL, once it answers
 */
export async function startService(settings) {
  const jar = readdirSync(fromRoot("target")).find(name => /^calcinosis-cds-[\d.]+\.jar$/.test(name));
  const [port, management] = [await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const all = {"server.port": port, "management.server.port": management, ...settings(url)};
  const options = Object.entries(all).map(([name, value]) => `--${name}=${value}`);
  const {stop} = await start(["-jar", fromRoot("target", jar), ...options], /Started Application/);
  return {url, stop};
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** @returns {{url, stop}} what the group of the pattern matched in the output */
async function start(options, ready) {
  const folder = mkdtempSync(path.join(tmpdir(), "clients-"));
  const server = spawn(JAVA, options, {cwd: folder});
  const stop = () => {
    server.removeAllListeners("exit");
    server.kill();
    rmSync(folder, {recursive: true, force: true});
  };
  const url = await new Promise((resolve, reject) => {
    let log = "";
    const timer = setTimeout(() => reject(new Error(`Not ready in time.\n${log}`)), START_MS);
    const read = text => {
      log += text;
      const found = log.match(ready);
      if (found) {
        clearTimeout(timer);
        resolve(found[1]);
      }
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.on("exit", code => reject(new Error(`It ended with ${code}.\n${log}`)));
  });
  return {url, stop};
}
