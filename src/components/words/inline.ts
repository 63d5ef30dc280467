/** The little markup that a question's text may carry: $formula$, `code`, *emphasis*. Runs at build only. */
import katex from "katex";
import { bracket, PSEUDO_LOCALE } from "@/i18n/translator.ts";

const escape = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function inline(text: string, locale: string): string {
  const html = text.replace(/\$([^$]+)\$|`([^`]+)`|\*([^*\s][^*]*)\*|[^$`*]+|./gs, (all, formula, code, strong) => {
    if (formula) return katex.renderToString(formula as string);
    if (code) return `<code>${escape(code as string)}</code>`;
    return strong ? `<em>${escape(strong as string)}</em>` : escape(all);
  });
  return locale === PSEUDO_LOCALE ? bracket(html) : html;
}
