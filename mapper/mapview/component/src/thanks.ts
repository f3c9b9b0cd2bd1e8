/** What is said after the idea is stored, and only then. */
import { button, focusOn, h, iconButton, nextId } from "./dom";
import { formatDate, t } from "./i18n";
import { icon } from "./symbols";
import type { Receipt } from "./types";

export interface ThanksContext {
  receipt: Receipt;
  /** The text stored is an earlier one than the text last typed. */
  changed: boolean;
  onMap: () => void;
  onAnother: () => void;
}

export function privateLink(token: string): string {
  return `${window.location.origin}/meine#${token}`;
}

async function copyText(input: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(input.value);
    return true;
  } catch {
    // Without https there is no clipboard: the older way takes what is selected.
    input.select();
    return document.execCommand("copy");
  }
}

/** A link to keep, with a button that copies it. */
export function linkToKeep(token: string, label: string, hint: string): HTMLElement {
  const id = nextId("link");
  const said = h("p", { class: "hint", attrs: { role: "status" } });
  const input = h("input", {
    attrs: {
      id,
      type: "text",
      readonly: true,
      value: privateLink(token),
      "aria-describedby": `${id}-hint`,
    },
    on: { focus: () => input.select() },
  });
  const copy = button(t("thanks.copy"), async () => {
    said.textContent = (await copyText(input)) ? t("thanks.copied") : t("thanks.copy_failed");
  });
  return h(
    "div",
    { class: "field" },
    h("label", { attrs: { for: id } }, label),
    h("div", { class: "row" }, input, copy),
    h("p", { class: "hint", attrs: { id: `${id}-hint` } }, hint),
    said,
  );
}

/** What becomes of an idea now, and by when. */
export function whatComesNext({ moderation_status, review_by }: Receipt): string {
  if (moderation_status === "published") return t("thanks.published");
  return review_by ? t("thanks.review_by", { date: formatDate(review_by) }) : t("thanks.review");
}

export class Thanks {
  readonly element: HTMLElement;
  private readonly heading = h("h2", { attrs: { tabindex: -1 } }, t("thanks.heading"));

  constructor(context: ThanksContext) {
    const { receipt, changed } = context;
    const next = whatComesNext(receipt);
    this.element = h(
      "section",
      {
        class: "drawer thanks",
        attrs: { role: "dialog", "aria-label": t("form.heading") },
        on: { keydown: (event) => event.key === "Escape" && context.onMap() },
      },
      h(
        "div",
        { class: "drawer-head" },
        this.heading,
        iconButton(t("form.close"), icon("close"), context.onMap),
      ),
      h("p", {}, `${t("thanks.number")} `, h("strong", {}, receipt.public_id)),
      changed && h("p", { class: "note" }, t("thanks.changed")),
      h("p", {}, next),
      linkToKeep(receipt.edit_token, t("thanks.link"), t("thanks.link_hint")),
      h("p", {}, h("a", { attrs: { href: "/meine" } }, t("thanks.mine"))),
      h(
        "div",
        { class: "row" },
        button(t("thanks.map"), context.onMap, { class: "button primary" }),
        button(t("thanks.another"), context.onAnother),
      ),
    );
  }

  focusStart(): void {
    focusOn(this.heading);
  }
}
