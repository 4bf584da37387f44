// Words from the catalogues that the page shares with the sentences drafted in Python; English where a language has none.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import enPage from "../../../src/openiads/data/locales/en/page.ftl?raw";
import enShared from "../../../src/openiads/data/locales/en/shared.ftl?raw";
import ruPage from "../../../src/openiads/data/locales/ru/page.ftl?raw";
import ruShared from "../../../src/openiads/data/locales/ru/shared.ftl?raw";
import trPage from "../../../src/openiads/data/locales/tr/page.ftl?raw";
import trShared from "../../../src/openiads/data/locales/tr/shared.ftl?raw";

export const ENGLISH = "en";
const CATALOGUES: Record<string, [string, string]> = {
  [ENGLISH]: [enShared, enPage],
  tr: [trShared, trPage],
  ru: [ruShared, ruPage],
};

/** Languages of the page, each named in itself. */
export const LANGUAGES: Record<string, string> = { en: "English", tr: "Türkçe", ru: "Русский" };

const asked = new URLSearchParams(location.hash.slice(1)).get("lang") ?? ENGLISH;

/** Language that the address asks for, English otherwise. */
export const language = asked in CATALOGUES ? asked : ENGLISH;

function bundleOf(tag: string): FluentBundle {
  const bundle = new FluentBundle(tag === ENGLISH ? "en-GB" : tag, { useIsolating: false });
  for (const text of CATALOGUES[tag] ?? []) bundle.addResource(new FluentResource(text));
  return bundle;
}

const english = bundleOf(ENGLISH);
const chosen = language === ENGLISH ? english : bundleOf(language);

/** Texts said in the chosen language so far; what is none of them is English or a name. */
export const spoken = new Set<string>();

function said(bundle: FluentBundle, key: string, values: Record<string, FluentVariable>): string | null {
  const pattern = bundle.getMessage(key)?.value;
  if (!pattern) return null;
  const faults: Error[] = [];
  const text = bundle.formatPattern(pattern, values, faults);
  return faults.length ? null : text;
}

export function has(key: string): boolean {
  return english.hasMessage(key);
}

/** A message in the chosen language, in English where that language does not hold it. */
export function w(key: string, values: Record<string, FluentVariable> = {}): string {
  const own = said(chosen, key, values);
  if (own !== null) {
    if (language !== ENGLISH) spoken.add(own.trim());
    return own;
  }
  const text = said(english, key, values);
  if (text === null) throw new Error(`no words for ${key}`);
  return text;
}

const separators = new Intl.NumberFormat(language === ENGLISH ? "en-GB" : language).formatToParts(1234567.8);
const group = separators.find((part) => part.type === "group")?.value ?? ",";
const decimal = separators.find((part) => part.type === "decimal")?.value ?? ".";

/** A number written in English, in the separators of the chosen language. */
export function numeral(text: string): string {
  return language === ENGLISH ? text : text.replace(/[.,]/g, (mark) => (mark === "," ? group : decimal));
}
