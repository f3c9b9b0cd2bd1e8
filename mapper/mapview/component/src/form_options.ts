/** What the form's lists offer. */
import { t } from "./i18n";
import type { ComponentData, Draft, Precision } from "./types";

/** The topics of the draft's round and, where its place is known, of its municipality. */
export function fieldOptions(data: ComponentData, draft: Draft): [string, string][] {
  const round = data.rounds.find(({ slug }) => slug === draft.round);
  const allowed = round?.action_fields ?? null;
  const town = draft.place.municipality;
  return data.action_fields
    .filter(({ key }) => allowed === null || allowed.includes(key))
    .filter(
      ({ municipalities }) => !town || !municipalities.length || municipalities.includes(town),
    )
    .map(({ key, title }) => [key, title]);
}

export function townOptions(data: ComponentData): [string, string][] {
  return data.municipalities.map(({ ags, name }) => [ags, name]);
}

export function precisionOptions(data: ComponentData): [Precision, string][] {
  const coarse = data.districts.length ? t("precision.district") : t("precision.municipality");
  return [
    ["exact", t("precision.exact")],
    ["100m", t("precision.100m")],
    ["district", coarse],
  ];
}
