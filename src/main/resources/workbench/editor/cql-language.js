/** CQL for CodeMirror: colours, folding, indentation, brackets. */

import {LRLanguage, LanguageSupport, foldInside, foldNodeProp} from "@codemirror/language";
import {parser} from "./cql-parser.js";

/** A definition folds from the end of its first line to its own end. */
function foldDefinition(node, state) {
  const line = state.doc.lineAt(node.from);
  return line.to < node.to ? {from: line.to, to: node.to} : null;
}

export const cqlLanguage = LRLanguage.define({
  name: "cql",
  parser: parser.configure({
    props: [foldNodeProp.add({
      "Definition": foldDefinition,
      "Parentheses Braces Squares": foldInside,
      "BlockComment": node => ({from: node.from + 2, to: node.to - 2}),
    })],
  }),
  languageData: {
    commentTokens: {line: "//", block: {open: "/*", close: "*/"}},
    closeBrackets: {brackets: ["(", "[", "{", "'", "\""]},
    wordChars: "$",
  },
});

export const cql = new LanguageSupport(cqlLanguage);
