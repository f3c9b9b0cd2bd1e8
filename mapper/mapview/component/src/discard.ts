/** Throwing something away takes two presses, and says so between them. */
import { button, focusOn, h, replaceChildren } from "./dom";
import { t } from "./i18n";

export interface DiscardWords {
  start: string;
  question: string;
  yes: string;
  no: string;
}

function draftWords(): DiscardWords {
  return {
    start: t("discard.start"),
    question: t("discard.question"),
    yes: t("discard.yes"),
    no: t("discard.no"),
  };
}

export class Discard {
  readonly element = h("div", { class: "discard" });

  constructor(
    private readonly isWorthAsking: () => boolean,
    private readonly onDiscard: () => void,
    private readonly words: DiscardWords = draftWords(),
  ) {
    this.rest();
  }

  private rest(): HTMLButtonElement {
    const ask = button(this.words.start, () => this.ask(), { class: "link danger" });
    replaceChildren(this.element, ask);
    return ask;
  }

  private ask(): void {
    if (!this.isWorthAsking()) {
      this.onDiscard();
      return;
    }
    const no = button(this.words.no, () => focusOn(this.rest()), {});
    const yes = button(this.words.yes, this.onDiscard, { class: "button danger" });
    replaceChildren(
      this.element,
      h("p", { attrs: { role: "status" } }, this.words.question),
      h("div", { class: "row" }, no, yes),
    );
    focusOn(no);
  }
}
