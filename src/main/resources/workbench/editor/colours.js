/** The colours of what is edited, of which the page has its own in light and dark. */

import {HighlightStyle, syntaxHighlighting} from "@codemirror/language";
import {tags} from "@lezer/highlight";

export const colours = syntaxHighlighting(HighlightStyle.define([
  {tag: tags.definitionKeyword, color: "var(--accent)", fontWeight: "650"},
  {tag: [tags.keyword, tags.operatorKeyword], color: "var(--accent)"},
  {tag: tags.definition(tags.variableName), fontWeight: "650"},
  {tag: tags.special(tags.variableName), color: "var(--code-name)"},
  {tag: tags.typeName, color: "var(--code-type)"},
  {tag: tags.string, color: "var(--good)"},
  {tag: [tags.number, tags.bool, tags.null, tags.literal], color: "var(--warning)"},
  {tag: tags.comment, color: "var(--soft)", fontStyle: "italic"},
]));
