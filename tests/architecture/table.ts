/**
 * Who may import whom (style of the house 4.2, design 7). The first row whose `files` match a file is its row. A file
 * may always import from its own row's `own` folder.
 */
export interface Row {
  readonly area: string;
  readonly files: RegExp;
  /** Files of ours that it may import. */
  readonly may: readonly RegExp[];
  /** Files of which it may import the types alone. */
  readonly types?: readonly RegExp[];
  /** Packages that it may import; absent means any. */
  readonly packages?: readonly RegExp[];
  readonly rule: string;
}

const kernels = /^kernels\//;
const facts = /^kernels\/facts\//;
const i18n = /^src\/i18n\//;
const styles = /^src\/styles\//;
const settings = /^src\/settings\//;
const workers = /^src\/workers\//;
const shell = /^src\/figures\/shell\//;
const compute = /^src\/figures\/(?!shell\/)[^/]+\/compute\.ts$/;
const anyFigure = /^src\/figures\/\*\//;
const components = /^src\/components\//;
const lessons = /^src\/lessons\//;
const content = /^content\//;

const MATH = /^mathjs$/;
const DRAWING = [MATH, /^@observablehq\/plot$/, /^three($|\/)/, /^lit-html($|\/)/];

export const TABLE: readonly Row[] = [
  { area: "kernels", files: kernels, may: [kernels], packages: [], rule: "kernels import kernels only" },
  {
    area: "content",
    files: /^content\/.*\.mdx$/,
    may: [],
    packages: [],
    rule: "lessons import nothing: they know figures, cells, terms and facts by id",
  },
  { area: "cells", files: content, may: [kernels, content], packages: [], rule: "a lesson's cells import kernels" },
  { area: "i18n", files: i18n, may: [i18n], packages: [], rule: "i18n imports nothing but itself" },
  {
    area: "settings",
    files: settings,
    may: [settings, i18n],
    packages: [],
    rule: "settings import i18n",
  },
  {
    area: "workers",
    files: workers,
    may: [workers, kernels, compute, /^src\/figures\/\*\/compute\.ts$/],
    types: [shell],
    packages: [],
    rule: "workers import kernels and the figures' compute.ts; of the shell they know types alone",
  },
  {
    area: "figures' compute.ts",
    files: compute,
    may: [
      kernels,
      /^src\/figures\/shell\/(pseudo-inverse|network|network-builds|network-inputs|opened-network|picture-url|tensor-atlas|value-colour)\.ts$/,
    ],
    types: [shell],
    packages: [MATH],
    rule: "compute.ts imports kernels and named pure libraries",
  },
  {
    area: "figures/shell, at build time",
    files: /^src\/figures\/shell\/(render\.ts|.*\.astro)$/,
    may: [shell, anyFigure, kernels, workers, i18n, styles, settings],
    rule: "the build-time renderer imports kernels, workers, i18n and Node",
  },
  {
    area: "figures/shell",
    files: shell,
    may: [shell, anyFigure, kernels, workers, i18n, styles, settings],
    packages: DRAWING,
    rule: "the shell imports kernels, workers, i18n; it meets figures through its registry only",
  },
  {
    area: "figures",
    files: /^src\/figures\//,
    may: [shell, kernels, workers, i18n],
    packages: DRAWING,
    rule: "figures import kernels, workers, i18n and the shell; no figure imports another",
  },
  {
    area: "offline",
    files: /^src\/offline\//,
    may: [/^src\/offline\//],
    packages: [/^workbox-/],
    rule: "the service worker imports workbox and itself",
  },
  {
    area: "notebook",
    files: /^src\/notebook\//,
    may: [/^src\/notebook\//, kernels, workers, i18n, settings, content, shell, /^src\/components\/words\/inline\.ts$/],
    rule: "the notebook imports kernels, workers, i18n, settings, the cells' files and the shell",
  },
  {
    area: "lessons",
    files: lessons,
    may: [lessons, i18n, content, kernels, shell],
    rule: "what reads lessons and model cards at build time imports i18n, content, kernels and the shell's registry",
  },
  {
    area: "components",
    files: components,
    may: [
      ...[components, i18n, facts, shell, anyFigure, content, lessons, settings, styles],
      ...[/^src\/(workers\/engine-choice|offline\/messages)\.ts$/, /^package\.json$/],
    ],
    rule: "components import i18n, facts, content and the shell's build-time renderer",
  },
  {
    area: "layouts",
    files: /^src\/layouts\//,
    may: [/^src\/layouts\//, components, lessons, i18n, styles, settings],
    rule: "layouts import components, i18n, styles, settings",
  },
  {
    area: "pages",
    files: /^src\/(pages\/|[^/]+\.ts$)/,
    may: [/^src\//, kernels, content],
    rule: "pages import everything of src, kernels and content, never tools or tests",
  },
  { area: "styles", files: styles, may: [styles], rule: "styles import styles" },
  {
    area: "tools",
    files: /^tools\//,
    may: [/^tools\//, kernels, content, /^package\.json$/],
    rule: "tools import kernels, content and Node; nothing of src",
  },
  { area: "tests", files: /^tests\//, may: [/./], rule: "tests import all" },
  { area: "configuration", files: /^[^/]+\.mjs$/, may: [/^src\//, /^tools\//], rule: "configuration imports src" },
];
