/** The words that begin a declaration: they do so as the first of a line only, since they are names elsewhere. */

import {ExternalTokenizer} from "@lezer/lr";
import {defineWord, headerWord} from "./cql-parser.terms.js";

const LONGEST = 12;
const NEWLINE = 10;
const WORD = /^(library|using|include|codesystem|valueset|code|concept|parameter|context|define)\s/;

/** A code and a concept are declared with a colon after their name: "code in ..." is an expression. */
const DECLARED = /^\w+\s+("[^"]*"|\w+)\s*:/;
const LONGEST_NAME = 300;

function isFirstOfLine(input) {
  let back = -1;
  for (let char = input.peek(back); char >= 0 && char !== NEWLINE; char = input.peek(--back)) {
    if (!/\s/.test(String.fromCharCode(char))) return false;
  }
  return true;
}

function ahead(input, length) {
  let text = "";
  for (let i = 0; i < length; i++) {
    const char = input.peek(i);
    if (char < 0) break;
    text += String.fromCharCode(char);
  }
  return text;
}

export const declarationWords = new ExternalTokenizer(input => {
  const found = ahead(input, LONGEST).match(WORD);
  if (!found || !isFirstOfLine(input)) return;
  const word = found[1];
  if ((word === "code" || word === "concept") && !DECLARED.test(ahead(input, LONGEST_NAME))) return;
  input.acceptToken(word === "define" ? defineWord : headerWord, word.length);
});
