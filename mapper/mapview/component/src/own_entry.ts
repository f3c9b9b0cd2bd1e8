/** One of a device's own ideas, in words: what it is, where, and how far it has come. */
import { type Child, h } from "./dom";
import { formatDate, t } from "./i18n";
import type { ComponentData, OwnProposal } from "./types";

const NOTES: Record<string, () => string> = {
  pending: () => t("state.pending"),
  published: () => t("state.published"),
  rejected: () => t("state.rejected"),
  hidden: () => t("state.hidden"),
  withdrawn: () => t("state.withdrawn"),
  merged: () => t("state.merged"),
};

function placeOf(idea: OwnProposal, data: ComponentData): string {
  const district = data.districts.find(({ key }) => key === idea.district)?.name;
  const town = data.municipalities.find(({ ags }) => ags === idea.municipality)?.name;
  const names = [...new Set([district, town].filter(Boolean))].join(", ");
  return names || t("place.none");
}

function fact(term: string, value: Child): HTMLElement {
  return h("div", {}, h("dt", {}, term), h("dd", {}, value));
}

export function ownEntry(idea: OwnProposal, data: ComponentData, extra: Child[] = []): HTMLElement {
  const field = data.action_fields.find(({ key }) => key === idea.action_field)?.title ?? "";
  const state = data.moderation_statuses[idea.moderation_status] ?? idea.moderation_status;
  const published = idea.moderation_status === "published";
  const answer = data.response_statuses[idea.response_status] ?? idea.response_status;
  const link = h(
    "a",
    { attrs: { href: `/idee?id=${encodeURIComponent(idea.public_id)}` } },
    t("mine.open"),
  );
  return h(
    "article",
    { class: "panel own-idea", attrs: { "aria-label": idea.title } },
    h("p", { class: `state ${idea.moderation_status}` }, state),
    h("h2", { attrs: { dir: "auto" } }, idea.title),
    h("p", { class: "body-text", attrs: { dir: "auto" } }, idea.body),
    h(
      "dl",
      {},
      fact(t("mine.number"), idea.public_id),
      fact(t("mine.sent"), formatDate(idea.created_at)),
      fact(t("mine.place"), placeOf(idea, data)),
      fact(t("form.action_field"), field),
      published && fact(t("mine.progress"), answer),
    ),
    h("p", { class: "quiet" }, NOTES[idea.moderation_status]?.() ?? ""),
    h("p", { class: "row" }, published && link, ...extra),
  );
}
