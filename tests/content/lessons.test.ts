import { factIds } from "@kernels/facts/index.ts";
import { describe, expect, it } from "vitest";
import glossary from "../../content/glossary.json" with { type: "json" };
import sources from "../../content/sources.json" with { type: "json" };
import { readLessons, VOCABULARY, type Lesson, type Use, type Word } from "./read-lesson.ts";

interface Choice {
  readonly text: string;
  readonly why: string;
  readonly right?: boolean;
}
interface Question {
  readonly ask: string;
  readonly choices: readonly Choice[];
}

const lessons = await readLessons();
const uses = (lesson: Lesson, name: Word): Use[] => lesson.uses.filter((use) => use.name === name);
const texts = (lesson: Lesson, name: Word, prop: string): string[] =>
  uses(lesson, name).map(({ props }) => (typeof props[prop] === "string" ? props[prop] : ""));
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const sentence = /^\P{Lowercase}.*[.?!]$/u;

it("finds the lessons", () => expect(lessons.length).toBeGreaterThanOrEqual(8));

describe.each(lessons)("$path", (lesson) => {
  const { front } = lesson;

  it("says what it is, in the words that its folder promises", () => {
    for (const key of ["title", "summary"]) expect(front[key], key).toMatch(/\S/);
    expect(front["chapter"]).toBe(lesson.chapter);
    expect(front["order"]).toBe(Number(/\/(\d+)-/.exec(lesson.path)?.[1]));
    const known = lessons.map(({ chapter, slug }) => `${chapter}/${slug}`);
    for (const required of list(front["requires"])) expect(known).toContain(required);
  });

  it("has goals at the top and three sentences to remember", () => {
    expect(list(front["goals"]).length).toBeGreaterThanOrEqual(2);
    expect(list(front["remember"])).toHaveLength(3);
    for (const line of [...list(front["goals"]), ...list(front["remember"])]) expect(line).toMatch(sentence);
  });

  it("has at least 600 words of prose", () => {
    const words = lesson.prose.split(/\s+/).filter((word) => /\p{Letter}/u.test(word));
    expect(words.length).toBeGreaterThanOrEqual(600);
  });

  it("has a figure with a caption, a prediction, something to try, and a cited source", () => {
    expect(uses(lesson, "Figure").length).toBeGreaterThanOrEqual(1);
    for (const { props } of uses(lesson, "Figure")) {
      expect(props["of"]).toMatch(/^[a-z0-9-]+$/);
      expect(props["children"], "caption").toBeTruthy();
    }
    for (const name of ["Predict", "TryThis", "Cite"] as const) expect(uses(lesson, name), name).not.toHaveLength(0);
  });

  it("gives each figure, prediction, task and check an id of its own", () => {
    const ids = [
      ...(["Figure", "Predict", "Check"] as const).flatMap((name) => texts(lesson, name, "id")),
      ...texts(lesson, "TryThis", "id").filter((id) => id !== ""),
    ];
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("asks predictions that can be answered", () => {
    for (const { props } of uses(lesson, "Predict")) {
      expect(props["ask"]).toMatch(sentence);
      expect(props["children"], "explanation").toBeTruthy();
      // What a number or a curve is compared with, the build computes.
      if (props["number"] ?? props["curve"]) continue;
      const choices = list(props["choices"]);
      expect(new Set(choices).size).toBe(choices.length);
      expect(choices.length).toBeGreaterThanOrEqual(2);
      if (props["answer"] !== undefined) expect(choices[Number(props["answer"])]).toMatch(/\S/);
    }
  });

  it("has at least three check questions, one right choice each, and a reason for every choice", () => {
    const questions = uses(lesson, "Check").flatMap(({ props }) => list(props["questions"]) as Question[]);
    expect(questions.length).toBeGreaterThanOrEqual(3);
    for (const { ask, choices } of questions) {
      expect(ask).toMatch(sentence);
      expect(choices.length).toBeGreaterThanOrEqual(2);
      expect(new Set(choices.map(({ text }) => text)).size).toBe(choices.length);
      expect(choices.filter(({ right }) => right === true)).toHaveLength(1);
      for (const { text, why } of choices) {
        expect(text).toMatch(/\S/);
        expect(why, text).toMatch(sentence);
      }
    }
  });

  it("puts the right choice in more than one place", () => {
    const questions = uses(lesson, "Check").flatMap(({ props }) => list(props["questions"]) as Question[]);
    expect(new Set(questions.map(({ choices }) => choices.findIndex(({ right }) => right))).size).toBeGreaterThan(1);
  });

  it("knows its facts, terms and papers", () => {
    for (const id of texts(lesson, "Fact", "of")) expect(factIds).toContain(id);
    for (const id of [...texts(lesson, "Term", "id"), ...list(front["terms"])])
      expect(Object.keys(glossary)).toContain(id);
    const papers = [
      ...texts(lesson, "Cite", "paper"),
      ...list(front["sources"]).map((source) => (source as { paper: string }).paper),
    ];
    expect(papers).not.toHaveLength(0);
    for (const key of papers) expect(sources).toHaveProperty([key]);
  });

  it("links each term once, and lists at the top the terms and papers that it uses", () => {
    const linked = texts(lesson, "Term", "id");
    expect(new Set(linked).size).toBe(linked.length);
    for (const id of linked) expect(list(front["terms"])).toContain(id);
    const named = list(front["sources"]).map((source) => (source as { paper: string }).paper);
    for (const paper of texts(lesson, "Cite", "paper")) expect(named).toContain(paper);
  });

  it("imports nothing and starts no line with an inline element, which the formatter would tear off", () => {
    expect(lesson.source).not.toMatch(/^(import|export)\b/m);
    const blocks = ["Aside", "Cell", "Check", "Exercise", "Figure", "Predict", "TryThis"];
    const inline = VOCABULARY.filter((name) => !blocks.includes(name)).join("|");
    expect(lesson.source).not.toMatch(new RegExp(`^<(${inline})\\b`, "m"));
  });
});

describe("glossary and sources", () => {
  it.each(Object.entries(glossary))("%s has a term, a definition and a known paper", (id, entry) => {
    expect(id).toMatch(/^[a-z0-9-]+$/);
    expect(entry.term.en).toMatch(/\S/);
    expect(entry.definition.en).toMatch(sentence);
    if ("paper" in entry) expect(sources).toHaveProperty([entry.paper]);
  });
  it.each(Object.entries(sources))("%s names authors, title, year, identifier and an https address", (key, source) => {
    expect(key).toMatch(/^[a-z0-9-]+$/);
    for (const text of [source.short, source.title, source.venue, ...source.authors]) expect(text).toMatch(/\S/);
    expect(source.authors.length).toBeGreaterThan(0);
    expect(source.year).toBeGreaterThan(1990);
    expect(source.identifier).toMatch(/^(arXiv:\d{4}\.\d{5}|doi:10\..+)$/);
    expect(source.url).toMatch(/^https:\/\//);
  });
});
