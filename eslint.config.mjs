import { defineConfig, globalIgnores } from "eslint/config";
import astro from "eslint-plugin-astro";
import ts from "typescript-eslint";

/**
 * What the type checker does not see; the rest of the core's recommended rules it does.
 * @type {import("eslint").Linter.RulesRecord}
 */
const CORE = {
  eqeqeq: "error",
  "no-cond-assign": "error",
  "no-constant-binary-expression": "error",
  "no-constant-condition": ["error", { checkLoops: "allExceptWhileTrue" }],
  "no-debugger": "error",
  "no-dupe-else-if": "error",
  "no-duplicate-case": "error",
  "no-empty": "error",
  "no-loss-of-precision": "error",
  "no-self-assign": "error",
  "no-self-compare": "error",
  "no-sparse-arrays": "error",
  "no-unsafe-finally": "error",
  "no-useless-escape": "error",
  "no-var": "error",
  "prefer-const": "error",
  "use-isnan": "error",
};

/** No warnings: a rule holds or it is not listed. */
export default defineConfig([
  globalIgnores([".cache/", "dist/", ".astro/", "test-results/", "**/*.simd.ts"]),
  { files: ["**/*.{ts,mjs,astro}"], rules: CORE },
  {
    files: ["**/*.ts"],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `data[i]!` in a loop with a tested bound: the alternative is a branch per element.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // The contract's functions (`tr`, `num`, `set`) are taken out of their objects everywhere; none uses `this`.
      "@typescript-eslint/unbound-method": "off",
      // Taking a key out of an object names it, if only to leave it behind.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      // Our strings are spread digit by digit, never as words of a reader.
      "@typescript-eslint/no-misused-spread": "off",
      "no-console": "error",
    },
  },
  { files: ["tools/**/*.ts", "tests/**/*.ts", "content/**/*.ts"], rules: { "no-console": "off" } },
  // Tests hand parsed JSON on as it is: what is wrong with it shows when they run.
  {
    files: ["tests/**/*.ts"],
    rules: { "@typescript-eslint/no-unsafe-argument": "off", "@typescript-eslint/no-unsafe-assignment": "off" },
  },
  ...astro.configs["flat/recommended"],
]);
