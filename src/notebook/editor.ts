/**
 * The editor, in a shadow root: there its styles are adopted sheets, which the page's policy allows. Loaded only when a
 * reader wants to write.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const token = (name: string): string => `var(--astro-code-token-${name})`;
/** The same colours as those of the static listing (cell.css). */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operator], color: token("keyword") },
  { tag: [tags.string, tags.regexp], color: token("string-expression") },
  { tag: [tags.number, tags.bool, tags.null, tags.className, tags.typeName], color: token("constant") },
  { tag: tags.comment, color: token("comment") },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: token("function") },
]);
const looks = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "var(--code-size)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)", padding: "var(--space-3) 0" },
  ".cm-line": { padding: "0 var(--space-3)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--ink-2)", border: "0" },
  ".cm-fault": { backgroundColor: "color-mix(in srgb, var(--lost) 16%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 26%, transparent)",
  },
});

const setFault = StateEffect.define<number | undefined>();
/** The line at which the last run failed, until the code changes. */
const faultLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setFault)) continue;
      const { doc } = transaction.state;
      if (effect.value === undefined || effect.value < 1 || effect.value > doc.lines) return Decoration.none;
      const line = Decoration.line({ class: "cm-fault" });
      return Decoration.set(line.range(doc.line(effect.value).from));
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export interface Editor {
  text(): string;
  replace(text: string): void;
  focus(): void;
  mark(line: number | undefined): void;
}

export function openEditor(
  host: HTMLElement,
  text: string,
  { label, changed, run }: { readonly label: string; readonly changed: () => void; readonly run: () => void },
): Editor {
  const shadow = host.attachShadow({ mode: "open" });
  const parent = shadow.appendChild(document.createElement("div"));
  const view = new EditorView({
    root: shadow,
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of([
          { key: "Mod-Enter", run: () => (run(), true) },
          // Escape gives Tab back to the browser until something is written again: nobody is caught here.
          { key: "Escape", run: (at) => (at.setTabFocusMode(true), true) },
          indentWithTab,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        javascript({ typescript: true }),
        syntaxHighlighting(colours),
        looks,
        faultLine,
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({
          "aria-label": label,
          tabindex: "0",
          spellcheck: "false",
          autocapitalize: "off",
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          update.view.setTabFocusMode(false);
          changed();
        }),
      ],
    }),
  });
  view.setTabFocusMode(true);
  return {
    text: () => view.state.doc.toString(),
    replace: (next) => {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    focus: () => {
      view.focus();
    },
    mark: (line) => {
      view.dispatch({ effects: setFault.of(line) });
    },
  };
}
