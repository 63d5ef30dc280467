/** The lessons' front matter, strictly: an unknown key, term or paper stops the build. */
import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
import { z } from "astro/zod";
import glossary from "../content/glossary.json";
import sources from "../content/sources.json";

const oneOf = (shelf: object, place: string) =>
  z
    .string()
    .refine((id) => Object.hasOwn(shelf, id), { error: ({ input }) => `"${String(input)}" is not in ${place}` });

const lessons = defineCollection({
  loader: glob({ base: "./content", pattern: "*/*/*.mdx" }),
  schema: z.strictObject({
    title: z.string().max(60),
    chapter: z.string(),
    order: z.int().positive(),
    summary: z.string().max(240),
    requires: z.array(z.string()).default([]),
    goals: z.array(z.string()).min(1),
    terms: z.array(oneOf(glossary, "content/glossary.json")).default([]),
    sources: z
      .array(
        z.strictObject({
          paper: oneOf(sources, "content/sources.json"),
          section: z.string().optional(),
          figure: z.string().optional(),
          table: z.string().optional(),
        }),
      )
      .default([]),
    remember: z.array(z.string()).length(3),
  }),
});

export const collections = { lessons };
