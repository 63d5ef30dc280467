import { describe, expect, it } from "vitest";
import en from "../../src/i18n/en.json" with { type: "json" };
import { numbers } from "../../src/i18n/numbers.ts";
import { translator, type Messages } from "../../src/i18n/translator.ts";

const messages: Messages = {
  hello: "Hello {name}",
  sizes: { "net-1.0": "the whole" },
  figure: { points: "{n, plural, =0 {no point} one {# point of {of}} other {# points of {of}}} lost" },
};
const tr = translator("en", messages);

describe("translator", () => {
  it("fills names and writes numbers as the language does", () => {
    expect(tr("hello", { name: "Ada" })).toBe("Hello Ada");
    expect(tr("hello", { name: 3504872 })).toBe("Hello 3,504,872");
  });
  it("chooses exact, singular and plural cases, with values inside them", () => {
    expect(tr("figure.points", { n: 0, of: 9 })).toBe("no point lost");
    expect(tr("figure.points", { n: 1, of: 9 })).toBe("1 point of 9 lost");
    expect(tr("figure.points", { n: 1200, of: 2000 })).toBe("1,200 points of 2,000 lost");
  });
  it("finds a name that has dots of its own", () => {
    expect(tr("sizes.net-1.0")).toBe("the whole");
    expect(() => tr("sizes.net-1.5")).toThrow('no string "sizes.net-1.5" for en');
  });
  it("throws for a missing key, a group of keys and a missing value, naming them", () => {
    expect(() => tr("figure.point")).toThrow('no string "figure.point" for en');
    expect(() => tr("figure")).toThrow('no string "figure" for en');
    expect(() => tr("toString")).toThrow("toString");
    expect(() => tr("hello")).toThrow('string "hello" for en: no value for {name}');
  });
  it("brackets every string of the pseudo-locale", () => {
    expect(translator("en-XA", messages)("hello", { name: "Ada" })).toBe("⟦Hello Ada⟧");
  });
});

describe("numbers", () => {
  const num = numbers("en");
  it("gives whole numbers no decimals, and other numbers three or as asked", () => {
    expect([num(300774272), num(0.41249), num(2, { decimals: 1 })]).toEqual(["300,774,272", "0.412", "2.0"]);
  });
  it("writes a true minus, and no sign before a rounded zero", () => {
    expect([num(-1.5), num(-0.0001), num(0.25, { sign: true })]).toEqual(["−1.500", "0.000", "+0.250"]);
  });
  it("remembers a text for its value and its options, not for the value alone", () => {
    for (let again = 0; again < 2; again++) {
      expect([num(0.5), num(0.5, { percent: true }), num(0.5, { sign: true })]).toEqual(["0.500", "50%", "+0.500"]);
    }
    const many = Array.from({ length: 2000 }, (_, k) => k / 7);
    expect(many.map((value) => num(value))).toEqual(many.map((value) => numbers("en")(value)));
  });
  it("writes percentages", () => expect(num(0.993, { percent: true, decimals: 1 })).toBe("99.3%"));
});

it("every site string can be parsed", () => {
  const site = translator("en", en);
  const walk = (group: Messages, path: string): void => {
    for (const [key, value] of Object.entries(group)) {
      if (typeof value === "object") walk(value, `${path}${key}.`);
      else {
        const names = [...value.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name = ""]) => [name, 2] as const);
        expect(site(path + key, Object.fromEntries(names)), path + key).not.toMatch(/[{}]/);
      }
    }
  };
  walk(en, "");
});
