/** Texts of the interface: a file for each language. */

const LANGUAGES = {en: "English", de: "Deutsch"};
const KEY = "workbench.language";
let texts = {};

export function languages() {
  return LANGUAGES;
}

export function language() {
  const chosen = localStorage.getItem(KEY) ?? navigator.language.slice(0, 2);
  return chosen in LANGUAGES ? chosen : "en";
}

export function chooseLanguage(name) {
  localStorage.setItem(KEY, name);
}

/** Loads the texts of the language of the user. */
export async function loadTexts() {
  const answer = await fetch(new URL(`texts/${language()}.json`, import.meta.url));
  texts = await answer.json();
  document.documentElement.lang = language();
}

/** A text; {name} in it stands for a value of that name. */
export function t(key, values = {}) {
  const text = texts[key];
  if (text === undefined) throw new Error(`No text ${key} in ${language()}.`);
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** All texts whose keys begin with a prefix, by the rest of the key. */
export function textsBelow(prefix) {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => key.startsWith(prefix)).map(([key, text]) => [key.slice(prefix.length), text]));
}
