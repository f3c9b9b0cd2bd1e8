/** What the form asks of an idea; the server asks the same and has the last word. */
import { t } from "./i18n";
import type { Draft } from "./types";

export type FieldName = "title" | "body" | "action_field" | "display_name";

export const TITLE = { min: 5, max: 120 };
export const BODY = { min: 10, max: 4000 };
export const NAME_MAX = 80;

/** Characters as the server counts them: code points, so an emoji is one (or a few), not two. */
export function countCharacters(text: string): number {
  return Array.from(text).length;
}

/** One line as the server stores it. */
function asLine(text: string): string {
  return text.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
}

function checkLength(text: string, min: number, max: number, tooShort: string, tooLong: string) {
  const count = countCharacters(text);
  if (count < min) return t(tooShort, { min });
  return count > max ? t(tooLong, { max, count }) : null;
}

/** One sentence per wrong field, in the order of the form. */
export function checkDraft(draft: Draft): [FieldName, string][] {
  const found: [FieldName, string | null][] = [
    [
      "title",
      checkLength(
        asLine(draft.title),
        TITLE.min,
        TITLE.max,
        "error.title_short",
        "error.title_long",
      ),
    ],
    [
      "body",
      checkLength(
        draft.body.normalize("NFC").trim(),
        BODY.min,
        BODY.max,
        "error.body_short",
        "error.body_long",
      ),
    ],
    ["action_field", draft.action_field ? null : t("error.action_field")],
    ["display_name", checkLength(asLine(draft.display_name), 0, NAME_MAX, "", "error.name_long")],
  ];
  return found.filter((entry): entry is [FieldName, string] => entry[1] !== null);
}
