/** What is handed to somebody whose idea was entered: its number and her private link, on paper. */
import { button, focusOn, h, nextId } from "../dom";
import { formatDate, t } from "../i18n";
import { isWide } from "../layout";
import { whatComesNext } from "../thanks";
import type { DeskReceipt } from "./types";

/** Everything else of the page stays off the paper; rolls of 80 mm and A6 sheets both take it. */
const PRINT_STYLE = `
@media screen { .ik-slip { display: none; } }
@media print {
  @page { margin: 4mm; }
  html, body { height: auto !important; overflow: visible !important; background: #fff !important; }
  body > :not(.ik-slip) { display: none !important; }
  .ik-slip {
    max-width: 97mm; margin: 0; color: #000; background: #fff;
    font: 11pt/1.35 "Atkinson Hyperlegible Next", system-ui, sans-serif;
    overflow-wrap: anywhere; break-inside: avoid;
  }
  .ik-slip h2 { margin: 0 0 2mm; font-size: 13pt; line-height: 1.2; }
  .ik-slip p { margin: 0 0 2mm; }
  .ik-slip .slip-number { font-size: 17pt; font-weight: 700; line-height: 1.2; }
  .ik-slip .slip-title { font-weight: 700; }
  .ik-slip img { display: block; width: 34mm; height: 34mm; margin: 1mm 0 1mm -3mm; }
  .ik-slip .slip-link { font-size: 8pt; }
}`;

export interface SlipContext {
  receipt: DeskReceipt;
  title: string;
  town: string;
  /** The text stored is an earlier one than the text last typed. */
  changed: boolean;
  onNext: () => void;
}

/** "7wa abt tab": groups of three are read and typed without a slip. */
function grouped(number: string): string {
  return number.replace(/(.{3})(?=.)/g, "$1\u00a0");
}

function slip({ receipt, title, town }: SlipContext, lang: string): HTMLElement {
  const line = (name: string, text: string, more = {}) =>
    h("p", { class: name, attrs: more }, text);
  return h(
    "section",
    { class: "slip", attrs: { lang, "aria-label": t("slip.label") } },
    h("h2", {}, `${t("slip.heading")} ${town}`),
    line("slip-words", t("thanks.heading")),
    line("slip-title", title, { dir: "auto" }),
    line("slip-words", formatDate(new Date().toISOString())),
    line("slip-words", t("thanks.number")),
    line("slip-number", grouped(receipt.public_id)),
    line("slip-words", whatComesNext(receipt)),
    h("img", { attrs: { src: receipt.qr, alt: t("slip.qr") } }),
    line("slip-words", t("slip.code")),
    line("slip-link", receipt.private_link),
  );
}

export class Slip {
  readonly element: HTMLElement;
  private readonly paper: HTMLElement;
  private readonly next: HTMLButtonElement;

  constructor(context: SlipContext, lang: string) {
    const said = nextId("said");
    this.next = button(t("desk.next"), context.onNext, {
      class: "button primary",
      attrs: { "aria-describedby": said },
    });
    const stored = t("desk.stored", { number: context.receipt.public_id });
    this.element = h(
      "section",
      { class: "drawer slip-drawer", attrs: { "aria-label": t("form.heading") } },
      h("p", { class: "slip-said", attrs: { id: said, role: "status" } }, stored),
      context.changed && h("p", { class: "note" }, t("desk.changed")),
      h(
        "div",
        { class: "row" },
        this.next,
        button(t("slip.print"), () => window.print()),
      ),
      slip(context, lang),
    );
    // On paper comes a copy beside the page, so that nothing of the page has to be hidden by name.
    this.paper = h("div", { class: "ik-slip" }, h("style", {}, PRINT_STYLE), slip(context, lang));
    document.body.append(this.paper);
  }

  focusStart(): void {
    focusOn(this.next);
    if (isWide()) this.next.scrollIntoView?.({ block: "nearest" });
    else this.element.scrollIntoView?.({ block: "start" });
  }

  destroy(): void {
    this.element.remove();
    this.paper.remove();
  }
}
