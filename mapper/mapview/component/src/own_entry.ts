/** One of a device's own ideas, in words: what it is, where, and how far it has come. */
import { answerList } from "./answers";
import { type Child, h } from "./dom";
import { formatDate, hasPassed, t } from "./i18n";
import { freshDraft, readDraft, writeDraft } from "./keep";
import type { ComponentData, OwnProposal } from "./types";

const NOTES: Record<string, (idea: OwnProposal) => string> = {
  pending: ({ review_by }) => promise(review_by),
  published: () => t("state.published"),
  rejected: () => t("state.rejected"),
  hidden: () => t("state.hidden"),
  withdrawn: () => t("state.withdrawn"),
  merged: () => t("state.merged"),
};

/** A promise that was not kept is not repeated as if it still could be. */
function promise(day: string | null): string {
  if (!day) return t("state.pending");
  const key = hasPassed(day) ? "state.pending_late" : "state.pending_by";
  return t(key, { date: formatDate(day) });
}

/** Why the idea is not shown, in the words of whoever decided, and what its author can do. */
function refusal(idea: OwnProposal): HTMLElement | null {
  const { moderation_status: status, status_reason: reason } = idea;
  if (status !== "rejected" && status !== "hidden") return null;
  const words = reason && h("p", { class: "body-text", attrs: { dir: "auto" } }, reason);
  const contact = h("a", { attrs: { href: "/impressum" } }, t("state.contact"));
  return h(
    "div",
    { class: "note" },
    words && h("p", {}, h("strong", {}, t("state.reason"))),
    words,
    status === "rejected" && h("p", {}, t("state.again")),
    h("p", {}, contact),
  );
}

/** Opens the map with the same words as a draft, unless another one has been begun there. */
function writeAgain(idea: OwnProposal): HTMLElement | null {
  if (idea.moderation_status !== "rejected" || readDraft() !== null) return null;
  const { title, body, action_field, public_precision, lon, lat, district, municipality } = idea;
  const place = { certainty: idea.place_certainty, lon, lat, district, municipality };
  const draft = { title, body, action_field, public_precision };
  const display_name = idea.display_name ?? "";
  return h(
    "a",
    {
      class: "button",
      attrs: { href: "/" },
      on: { click: () => writeDraft({ ...freshDraft(place, ""), ...draft, display_name }) },
    },
    t("mine.write_again"),
  );
}

/** The idea that stands for this one since both were merged, and how far that has come. */
function partOf({ part_of: whole }: OwnProposal, data: ComponentData): HTMLElement | null {
  if (!whole) return null;
  const status = data.response_statuses[whole.response_status] ?? whole.response_status;
  const address = `/idee?id=${encodeURIComponent(whole.public_id)}`;
  return h(
    "div",
    { class: "note" },
    h(
      "p",
      {},
      `${t("mine.part_of")} `,
      h("a", { attrs: { href: address, dir: "auto" } }, whole.title),
    ),
    h("p", {}, `${t("mine.progress")}: ${status}`),
  );
}

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
    h("p", { class: "quiet" }, NOTES[idea.moderation_status]?.(idea) ?? ""),
    refusal(idea),
    partOf(idea, data),
    answerList(idea.responses, data.response_statuses),
    h("p", { class: "row" }, published && link, writeAgain(idea), ...extra),
  );
}
