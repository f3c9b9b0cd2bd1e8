/** What the form says besides its fields: the terms beside the button, and why sending failed. */
import { Refused, Unreachable } from "./api";
import type { FieldName } from "./check";
import { h, nextId } from "./dom";
import type { Gazetteer } from "./gazetteer";
import { t } from "./i18n";

export interface FormWords {
  heading: string;
  move: string;
  nameHint: string;
  whoSees: string;
}

export function citizensWords(): FormWords {
  return {
    heading: t("form.heading"),
    move: t("form.move"),
    nameHint: t("form.name_hint"),
    whoSees: t("form.who_sees"),
  };
}

/** Who sees the place, the licence, the privacy notice; the button is described by it. */
export function smallPrint(
  button: HTMLElement,
  licence: { name: string; url: string },
  whoSees: string,
): HTMLElement {
  const id = nextId("terms");
  button.setAttribute("aria-describedby", id);
  const link = (url: string, text: string) =>
    h("a", { attrs: { href: url, target: "_blank", rel: "noopener noreferrer" } }, text);
  const named = licence.url ? link(licence.url, licence.name) : h("span", {}, licence.name);
  return h(
    "div",
    { class: "small-print", attrs: { id } },
    h("p", {}, whoSees),
    h("p", {}, `${t("form.licence")} `, named),
    h("p", {}, link("/datenschutz", t("form.privacy"))),
  );
}

export interface Failure {
  /** The field the sentence belongs to; null for the whole form. */
  field: FieldName | null;
  sentence: string;
  /** What to do about it, beside the sentence. */
  remedy?: HTMLElement;
  /** Nobody can say whether the idea was stored. */
  unknown: boolean;
}

const FIELDS: readonly string[] = ["title", "body", "action_field", "display_name"];

export function explainFailure(error: unknown, gazetteer: Gazetteer): Failure {
  if (!(error instanceof Refused)) {
    const sentence = error instanceof Unreachable ? t("error.network") : t("error.server");
    return { field: null, sentence, unknown: true };
  }
  const { status, parameter, message, code } = error;
  if (status === 422 && parameter !== null && FIELDS.includes(parameter)) {
    return { field: parameter as FieldName, sentence: message, unknown: false };
  }
  const outside = code === "outside_area" ? gazetteer.outsideText() : "";
  const sentence = message || outside || t("error.server");
  return { field: null, sentence, unknown: status >= 500 };
}
