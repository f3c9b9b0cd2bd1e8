/** The card at the top left: search, round, question, and the way to an own idea. */

import { Discard } from "./discard";
import { button, h, nextId, replaceChildren } from "./dom";
import { t } from "./i18n";
import type { Search } from "./search";
import { icon } from "./symbols";
import type { ComponentData, Draft } from "./types";

export interface CardContext {
  data: () => ComponentData;
  search: Search;
  onAdd: () => void;
  onRound: (slug: string) => void;
  onContinue: () => void;
  onDiscard: () => void;
}

export class Card {
  readonly element: HTMLElement;
  readonly add: HTMLButtonElement;
  private readonly round = h("div", { class: "round" });
  private readonly empty = h(
    "p",
    { class: "card-empty", attrs: { hidden: true } },
    t("card.empty"),
  );
  private readonly draft = h("section", {
    class: "draft",
    attrs: { "aria-label": t("draft.label"), hidden: true },
  });

  constructor(private readonly context: CardContext) {
    this.add = button(t("card.add"), () => context.onAdd(), {
      class: "button primary add",
      icon: icon("plus"),
    });
    this.element = h(
      "div",
      { class: "card" },
      h("div", { class: "panel card-box" }, context.search.element, this.round, this.empty),
      h(
        "div",
        { class: "panel card-actions" },
        this.draft,
        this.add,
        h("p", { class: "quiet card-hint" }, t("card.hint")),
      ),
    );
  }

  showRound(slug: string): void {
    const { rounds } = this.context.data();
    const open = rounds.filter((round) => round.open);
    const current = rounds.find((round) => round.slug === slug);
    const question = current?.question ? h("p", { class: "question" }, current.question) : null;
    replaceChildren(this.round, open.length > 1 && this.roundSelect(slug), question);
    this.round.hidden = this.round.childElementCount === 0;
  }

  showEmpty(empty: boolean): void {
    this.empty.hidden = !empty;
  }

  offerDraft(draft: Draft | null): void {
    this.draft.hidden = draft === null;
    replaceChildren(this.draft);
    if (!draft) return;
    const discard = new Discard(() => true, this.context.onDiscard);
    const title = draft.title.trim() || t("draft.untitled");
    replaceChildren(
      this.draft,
      h("p", {}, `${t("draft.found")} `, h("strong", { attrs: { dir: "auto" } }, title)),
      button(t("draft.continue"), this.context.onContinue, { class: "button" }),
      discard.element,
    );
  }

  private roundSelect(slug: string): HTMLElement {
    const id = nextId("round");
    const options = this.context
      .data()
      .rounds.filter((round) => round.open || round.slug === slug)
      .map((round) => h("option", { attrs: { value: round.slug } }, round.title));
    const select = h(
      "select",
      { attrs: { id }, on: { change: () => this.context.onRound(select.value) } },
      ...options,
    );
    select.value = slug;
    return h(
      "div",
      { class: "field" },
      h("label", { attrs: { for: id } }, t("card.round")),
      select,
    );
  }
}
