// The words of the page in English and Russian.

import { en } from "./words-en.js";
import { ru } from "./words-ru.js";
import { state } from "./state.js";

const WORDS = { en, ru };

/** The words for a name, with what stands in braces filled in; `n` chooses the form of a plural. */
export function t(name, given = {}) {
  const found = (WORDS[state.language] ?? en)[name] ?? en[name] ?? name;
  const words = Array.isArray(found) ? plural(found, given.n) : found;
  return words.replace(/\{(\w+)\}/g, (_, key) => number(given[key] ?? ""));
}

// Making one of these takes longer than a hundred uses; a change of language loads the page anew.
const rules = new Intl.PluralRules(state.language);
const digits = new Intl.NumberFormat(state.language);

function plural(forms, n) {
  const rule = rules.select(n);
  return forms[{ one: 0, few: 1, many: 2 }[rule] ?? forms.length - 1] ?? forms.at(-1);
}

/** A number as it is written in the language. */
export function number(value) {
  return typeof value === "number" ? digits.format(value) : String(value);
}
