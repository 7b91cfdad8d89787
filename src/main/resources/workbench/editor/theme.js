/** The editor in the colours of the page, light and dark. */

import {EditorView} from "@codemirror/view";

export const theme = EditorView.theme({
  "&": {height: "100%", color: "var(--ink)", backgroundColor: "var(--sheet)", fontSize: "0.85rem"},
  "&.cm-focused": {outline: "2px solid var(--accent)", outlineOffset: "-2px"},
  // Lines of whole pixels: the gutter and the text round parts of one differently, as the page was scrolled.
  ".cm-scroller": {fontFamily: "ui-monospace, 'DejaVu Sans Mono', Consolas, monospace", lineHeight: "round(1.5em, 1px)"},
  ".cm-content": {caretColor: "var(--ink)"},
  ".cm-cursor": {borderLeftColor: "var(--ink)", borderLeftWidth: "2px"},
  ".cm-gutters": {backgroundColor: "var(--raised)", color: "var(--soft)", borderRight: "1px solid var(--rule)"},
  ".cm-activeLine": {backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)"},
  ".cm-activeLineGutter": {backgroundColor: "color-mix(in srgb, var(--accent) 14%, transparent)", color: "var(--ink)"},
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  ".cm-selectionMatch": {backgroundColor: "color-mix(in srgb, var(--warning) 22%, transparent)"},
  "&.cm-focused .cm-matchingBracket": {backgroundColor: "transparent", outline: "1px solid var(--accent)"},
  "&.cm-focused .cm-nonmatchingBracket": {backgroundColor: "transparent", outline: "1px solid var(--critical)"},
  ".cm-foldPlaceholder": {backgroundColor: "var(--raised)", border: "1px solid var(--rule)", color: "var(--soft)", padding: "0 0.4rem"},
  ".cm-searchMatch": {backgroundColor: "color-mix(in srgb, var(--warning) 40%, transparent)"},
  ".cm-searchMatch-selected": {outline: "2px solid var(--warning)"},
  ".cm-panels": {backgroundColor: "var(--raised)", color: "var(--ink)"},
  ".cm-panels.cm-panels-top": {borderBottom: "1px solid var(--rule)"},
  ".cm-textfield, .cm-button": {
    backgroundColor: "var(--sheet)", backgroundImage: "none", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "4px",
  },
  ".cm-tooltip": {backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "6px", boxShadow: "0 4px 16px #0003"},
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {fontFamily: "inherit", maxHeight: "18rem"},
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {padding: "0.15rem 0.6rem", lineHeight: "1.5"},
  ".cm-tooltip-autocomplete ul li[aria-selected]": {backgroundColor: "var(--accent)", color: "var(--sheet)"},
  ".cm-tooltip .about": {padding: "0.3rem 0.7rem", maxWidth: "40rem", overflowWrap: "anywhere"},
  ".cm-tooltip .about p": {margin: "0.15rem 0"},
  ".cm-completionDetail": {color: "inherit", opacity: "0.8", marginLeft: "0.8rem"},
  ".cm-diagnostic": {padding: "0.3rem 0.7rem"},
  ".cm-diagnostic-error": {borderLeft: "4px solid var(--critical)"},
  ".cm-diagnostic-warning": {borderLeft: "4px solid var(--warning)"},
  // A picture in a data: address otherwise, which the policy of the page forbids.
  ".cm-lint-marker": {width: "0.9em", height: "0.9em", fontWeight: "700", lineHeight: "1"},
  ".cm-lint-marker-error": {content: "normal", color: "var(--critical)"},
  ".cm-lint-marker-warning": {content: "normal", color: "var(--warning)"},
  ".cm-lint-marker-error::before": {content: "'\\25B2'"},
  ".cm-lint-marker-warning::before": {content: "'\\25C6'"},
  ".cm-lintRange-error": {backgroundImage: "none", textDecoration: "underline wavy var(--critical) 1px", textUnderlineOffset: "3px"},
  ".cm-lintRange-warning": {backgroundImage: "none", textDecoration: "underline wavy var(--warning) 1px", textUnderlineOffset: "3px"},
});
