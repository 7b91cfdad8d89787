/** The grammar of CQL for the editor. */

import assert from "node:assert/strict";
import {cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {test} from "node:test";
import {fileURLToPath} from "node:url";
import {buildParserFile} from "@lezer/generator";
import {fromRoot} from "./service.js";

const EDITOR = fromRoot("src/main/resources/workbench/editor");
const FOLDERS = ["cql", "src/content/orders", "src/content/rules"];
const files = FOLDERS.flatMap(folder => readdirSync(fromRoot(folder)).filter(name => name.endsWith(".cql")).map(name => fromRoot(folder, name)));

/** The modules of the editor, where the libraries that they import are found. */
async function editorModule(name) {
  const copy = mkdtempSync(path.join(fileURLToPath(new URL(".", import.meta.url)), "editor-"));
  try {
    cpSync(EDITOR, copy, {recursive: true});
    return await import(path.join(copy, name));
  } finally {
    rmSync(copy, {recursive: true});
  }
}

const {parser} = await editorModule("cql-parser.js");
const {merge} = await editorModule("merge.js");

test("the parser is that of the grammar; GRAMMAR=write writes it", () => {
  const {parser: made, terms} = buildParserFile(readFileSync(fromRoot("src/main/grammar/cql.grammar"), "utf8"), {fileName: "cql.grammar"});
  const written = {"cql-parser.js": made.replace(/"\.\/[\w-]+\.terms(\.js)?"/, '"./cql-parser.terms.js"'), "cql-parser.terms.js": terms};
  for (const [name, text] of Object.entries(written)) {
    if (process.env.GRAMMAR === "write") writeFileSync(path.join(EDITOR, name), text);
    assert.equal(readFileSync(path.join(EDITOR, name), "utf8"), text, `${name} is out of date`);
  }
});

test("no CQL of the repository has an error for it, and each definition is found", () => {
  assert.ok(files.length > 80);
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const lines = {errors: [], definitions: []};
    parser.parse(text).iterate({
      enter: node => {
        const line = text.slice(0, node.from).split("\n").length;
        if (node.type.isError) lines.errors.push(line);
        if (node.name === "Definition") lines.definitions.push(line);
      },
    });
    assert.deepEqual(lines.errors, [], file);
    assert.deepEqual(lines.definitions, text.split("\n").flatMap((each, index) => each.startsWith("define ") ? [index + 1] : []), file);
  }
});

test("what is not balanced or not declared has an error for it", () => {
  const hasError = text => {
    let found = false;
    parser.parse(text).iterate({enter: node => { found ||= node.type.isError; }});
    return found;
  };
  for (const text of ['define "A": (1 + 2', 'define "A": 1)', '"A": 1', "define", 'define "A": "B']) assert.ok(hasError(text), text);
  for (const text of ['define "A": Interval[1, 2)', "define A: code in B", 'define fluent function "A"(code Code): code.code']) {
    assert.ok(!hasError(text), text);
  }
});

test("changes of two are merged when they are of different lines", () => {
  const base = "a\nb\nc\nd\ne";
  assert.equal(merge(base, "a\nB\nc\nd\ne", "a\nb\nc\nd\nE\nf"), "a\nB\nc\nd\nE\nf");
  assert.equal(merge(base, "a\nc\nd\ne", "x\na\nb\nc\nd\ne"), "x\na\nc\nd\ne");
  assert.equal(merge(base, "a\nB\nc\nd\ne", "a\nX\nc\nd\ne"), null);
  assert.equal(merge(base, "a\nB\nc\nd\ne", "a\nB\nc\nd\ne"), "a\nB\nc\nd\ne");
  assert.equal(merge(base, base, ""), "");
  assert.equal(merge(base, "", base), "");
  assert.equal(merge("", "a", "b"), null);
});
