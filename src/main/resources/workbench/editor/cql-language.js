/** CQL for CodeMirror: colours, folding, indentation, brackets. */

import {LRLanguage, LanguageSupport, foldInside, foldNodeProp, HighlightStyle, syntaxHighlighting} from "@codemirror/language";
import {tags} from "@lezer/highlight";
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

const style = HighlightStyle.define([
  {tag: tags.definitionKeyword, color: "var(--accent)", fontWeight: "650"},
  {tag: [tags.keyword, tags.operatorKeyword], color: "var(--accent)"},
  {tag: tags.definition(tags.variableName), fontWeight: "650"},
  {tag: tags.special(tags.variableName), color: "var(--code-name)"},
  {tag: tags.typeName, color: "var(--code-type)"},
  {tag: tags.string, color: "var(--good)"},
  {tag: [tags.number, tags.bool, tags.literal], color: "var(--warning)"},
  {tag: tags.comment, color: "var(--soft)", fontStyle: "italic"},
]);

export const cql = () => new LanguageSupport(cqlLanguage, [syntaxHighlighting(style)]);
