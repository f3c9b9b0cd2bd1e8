/** Texts in the reader's language, as the page handed them over. */

export type Params = Record<string, string | number>;

let messages: Record<string, string> = {};
let lang = "en";

export function useMessages(texts: Record<string, string>, language: string): void {
  messages = texts;
  lang = language;
}

/** The text of a key with its {placeholders} filled; the key itself where a text is missing. */
export function t(key: string, params: Params = {}): string {
  const text = messages[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? formatNumber(value) : value;
  });
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(lang).format(value);
}

export function formatDate(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "Europe/Berlin" }).format(
    date,
  );
}

/** True when a day (YYYY-MM-DD) has passed on the towns' clocks. */
export function hasPassed(day: string): boolean {
  return new Date().toLocaleDateString("sv", { timeZone: "Europe/Berlin" }) > day;
}

/** "A, B or C" in the reader's language. */
export function joinWithOr(names: string[]): string {
  return new Intl.ListFormat(lang, { type: "disjunction" }).format(names);
}

export function compareNames(a: string, b: string): number {
  return a.localeCompare(b, lang);
}
