/** JSON for CodeMirror: colours, folding, indentation, brackets. */

import {HighlightStyle, LRLanguage, LanguageSupport, continuedIndent, foldInside, foldNodeProp, indentNodeProp, syntaxHighlighting} from "@codemirror/language";
import {tags} from "@lezer/highlight";
import {parser} from "@lezer/json";

const language = LRLanguage.define({
  name: "json",
  parser: parser.configure({
    props: [
      foldNodeProp.add({"Object Array": foldInside}),
      indentNodeProp.add({"Object Array": continuedIndent({except: /^\s*[}\]]/})}),
    ],
  }),
  languageData: {closeBrackets: {brackets: ["{", "[", "\""]}, indentOnInput: /^\s*[}\]]$/},
});

const names = HighlightStyle.define([{tag: tags.propertyName, color: "var(--code-name)"}], {scope: language});

export const json = new LanguageSupport(language, [syntaxHighlighting(names)]);
