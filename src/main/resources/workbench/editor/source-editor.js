/** The editor of a library or a resource: an element whose text, findings and place are set from outside. */

import {autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap} from "@codemirror/autocomplete";
import {defaultKeymap, history, historyKeymap} from "@codemirror/commands";
import {bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit} from "@codemirror/language";
import {lintGutter, lintKeymap, setDiagnostics} from "@codemirror/lint";
import {highlightSelectionMatches, search, searchKeymap} from "@codemirror/search";
import {Annotation, Compartment, EditorSelection, EditorState} from "@codemirror/state";
import {EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, hoverTooltip, keymap, lineNumbers} from "@codemirror/view";
import {colours} from "./colours.js";
import {coverageMarks, showPoints} from "./coverage-marks.js";
import {cql} from "./cql-language.js";
import {json} from "./json-language.js";
import {isLibrary} from "../source-name.js";
import {completion} from "./completion.js";
import {isTold, nameAt} from "./names.js";
import {theme} from "./theme.js";

/** Marks a text that comes from disk and not from the author. */
const loaded = Annotation.define();

const WHOLE_WORD = /^(?:"[^"\n]*"|'[^'\n]*'|[\w$]+|\S)/;

function place(doc, finding) {
  const line = doc.line(Math.min(Math.max(finding.line, 1), doc.lines));
  const from = Math.min(line.from + Math.max(finding.column - 1, 0), line.to);
  const word = doc.sliceString(from, line.to).match(WHOLE_WORD)?.[0] ?? "";
  return {from, to: Math.max(from + word.length, from)};
}

/**
 * An editor.
 *
 * @param texts of CodeMirror by its English ones
 * @param label of the text for a screen reader
 * @param names of all libraries
 * @param coverageTexts see coverage-marks.js
 * @param actions changed(text) after each change of the author, save(), definition(name), uses(name), tell(); about(name, position) returns
 *     a promise of an element that tells what is known of a name and of a place, or of null; complete as of completion.js
 */
export class SourceEditor {
  #view;
  #library = "";
  #names;
  #language = new Compartment();

  constructor(parent, {texts, label, names, actions, coverageTexts}) {
    this.#names = names;
    const root = parent.attachShadow({mode: "open"});
    // Chromium 156 hands CodeMirror the selection of before a typed character, and the next one goes in front of it, unless it was read meanwhile.
    root.addEventListener("input", () => root.getSelection?.()?.focusOffset, {capture: true});
    const at = action => () => {
      const name = this.nameHere();
      if (name) action(name);
      return true;
    };
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        extensions: [
          EditorState.phrases.of(texts),
          lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), codeFolding(), foldGutter(), lintGutter(), coverageMarks(coverageTexts),
          drawSelection(), indentOnInput(), indentUnit.of("  "), bracketMatching(), closeBrackets(), highlightActiveLine(),
          highlightSelectionMatches(), search({top: true}),
          hoverTooltip(async (view, position) => {
            const dom = isTold(view.state, position) ? await actions.about(this.#nameAt(position), position) : null;
            return dom ? {pos: position, create: () => ({dom})} : null;
          }),
          autocompletion({override: [completion(names, () => this.#library, actions.complete)], icons: false}),
          this.#language.of(cql), colours, theme,
          keymap.of([
            {key: "Mod-s", preventDefault: true, run: () => { actions.save(); return true; }},
            {key: "F12", preventDefault: true, run: at(actions.definition)},
            {key: "Shift-F12", preventDefault: true, run: at(actions.uses)},
            {key: "Mod-F1", preventDefault: true, run: () => { actions.tell(); return true; }},
            ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap,
          ]),
          EditorView.contentAttributes.of({"aria-label": label, "spellcheck": "false", "tabindex": "0"}),
          EditorView.domEventHandlers({
            mousedown: (event, view) => {
              const position = event.ctrlKey || event.metaKey ? view.posAtCoords(event) : null;
              const name = position === null ? null : this.#nameAt(position);
              if (name) actions.definition(name);
              return name !== null;
            },
          }),
          EditorView.updateListener.of(update => {
            if (update.docChanged && !update.transactions.some(each => each.annotation(loaded))) actions.changed(this.text);
            if (update.selectionSet && !update.transactions.some(each => each.annotation(loaded))) {
              const {head} = update.state.selection.main;
              const line = update.state.doc.lineAt(head);
              actions.moved({line: line.number, column: head - line.from + 1});
            }
          }),
        ],
      }),
    });
  }

  get library() {
    return this.#library;
  }

  get text() {
    return this.#view.state.doc.toString();
  }

  get view() {
    return this.#view;
  }

  /** The name at the cursor; null when there is none. */
  nameHere() {
    return this.#nameAt(this.position);
  }

  /** Line of the cursor, from 1. */
  get line() {
    return this.#view.state.doc.lineAt(this.position).number;
  }

  /** Index of the cursor in the text. */
  get position() {
    return this.#view.state.selection.main.head;
  }

  #nameAt(position) {
    return nameAt(this.#view.state, position, this.#library, this.#names);
  }

  /**
   * Shows another text; the cursor and the lines in view stay where they are in the same library.
   *
   * @param library its name, or type and id of a resource
   */
  show(library, text) {
    const head = library === this.#library ? Math.min(this.#view.state.selection.main.head, text.length) : 0;
    const language = isLibrary(library) ? cql : json;
    if (language !== this.#language.get(this.#view.state)) this.#view.dispatch({effects: this.#language.reconfigure(language)});
    this.#library = library;
    if (text === this.text) return;
    this.#view.dispatch({changes: {from: 0, to: this.#view.state.doc.length, insert: text}, selection: {anchor: head}, annotations: loaded.of(true)});
  }

  /** @param findings of the open library */
  set findings(findings) {
    const {doc} = this.#view.state;
    this.#view.dispatch(setDiagnostics(this.#view.state, findings.map(each => ({
      ...place(doc, each), severity: each.severity.toLowerCase(), source: each.code, message: each.message,
    }))));
  }

  /** Shows what was evaluated of the text. */
  set points(points) {
    this.#view.dispatch(showPoints(points));
  }

  /** Puts the cursor at a line, in the middle of what is seen. */
  go(line, column = 1, isFocused = true) {
    const {doc} = this.#view.state;
    const target = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const at = Math.min(target.from + column - 1, target.to);
    this.#view.dispatch({selection: EditorSelection.cursor(at), effects: EditorView.scrollIntoView(at, {y: "center"})});
    if (isFocused) this.#view.focus();
  }

  focus() {
    this.#view.focus();
  }
}
