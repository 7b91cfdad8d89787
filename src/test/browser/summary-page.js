/** The page of a population run in a browser: that of population/target/summary.html, which the tests of population/ write. */

import assert from "node:assert/strict";
import {createRequire} from "node:module";
import {after, test} from "node:test";
import {pathToFileURL} from "node:url";
import {fromRoot, startBrowser} from "./service.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PAGE = pathToFileURL(fromRoot("population/target/summary.html")).href;

const browser = await startBrowser();
after(() => browser.close());

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 360]) {
    test(`axe finds nothing, ${colorScheme}, ${width} pixels wide`, async () => {
      const context = await browser.newContext({viewport: {width, height: 1000}, colorScheme});
      const page = await context.newPage();
      const asked = [];
      page.on("request", request => asked.push(request.url()));
      await page.goto(PAGE);
      assert.deepEqual(asked, [PAGE]);
      await page.addScriptTag({path: AXE});
      const violations = await page.evaluate(async () => {
        const {violations} = await window.axe.run(document, {resultTypes: ["violations"]});
        return violations.map(each => `${each.id}: ${each.nodes.map(node => node.target).join(", ")}`);
      });
      assert.deepEqual(violations, []);
      await context.close();
    });
  }
}
