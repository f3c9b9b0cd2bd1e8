/** What a pin says when opened, and the bubble of a place not yet chosen. Text nodes only. */
import * as L from "leaflet";
import type { Pin } from "./clusters";
import { button, focusOn, h, iconButton } from "./dom";
import { t } from "./i18n";
import type { Margins } from "./layout";
import type { ObjectHere } from "./overlays";
import { icon } from "./symbols";
import type { ComponentData } from "./types";

const HEAP_LIMIT = 50;

export class Bubble {
  private popup: L.Popup | null = null;
  private back: HTMLElement | null = null;

  constructor(
    private readonly map: L.Map,
    private readonly data: () => ComponentData,
    private readonly covered: () => Margins,
  ) {}

  isOpen(): boolean {
    return this.popup?.isOpen() ?? false;
  }

  close(returnFocus = false): void {
    this.popup?.remove();
    this.popup = null;
    if (returnFocus) focusOn(this.back?.isConnected ? this.back : this.map.getContainer());
  }

  openPin(pin: Pin, element: HTMLElement): void {
    const content = this.dialog(pin.title, this.pinLines(pin));
    this.open(pin.lat, pin.lon, content, element, 34);
    focusOn(content);
    performance.mark("ideenkarte:pin-open");
  }

  openHeap(pins: Pin[], lat: number, lon: number, element: HTMLElement): void {
    const items = pins.slice(0, HEAP_LIMIT).map((pin) => h("li", {}, ideaLink(pin.id, pin.title)));
    const rest = pins.length - items.length;
    const content = this.dialog(t("pins.here", { count: pins.length }), [
      h("ul", { class: "heap" }, ...items),
      rest > 0 && h("p", { class: "quiet" }, t("pins.more", { count: rest })),
    ]);
    this.open(lat, lon, content, element, 22);
    focusOn(content);
  }

  /** Offers to begin an idea at a place; a place outside gets the sentence that says so. */
  offer(
    lat: number,
    lon: number,
    text: string,
    objects: ObjectHere[],
    onBegin: (() => void) | null,
  ): HTMLElement {
    const content = h(
      "div",
      {
        class: "bubble-content",
        attrs: { role: "group", "aria-label": t("bubble.label"), tabindex: -1 },
        on: {
          keydown: (event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            this.close(true);
          },
        },
      },
      objects.length > 0 && h("ul", { class: "objects-here" }, ...objects.map(objectLine)),
      h("p", { class: onBegin ? "" : "error", attrs: { role: "status" } }, text),
      onBegin && button(t("bubble.begin"), onBegin, { class: "button primary" }),
    );
    this.open(lat, lon, content, this.map.getContainer(), onBegin ? 34 : 4);
    return content;
  }

  private open(
    lat: number,
    lon: number,
    content: HTMLElement,
    back: HTMLElement,
    above: number,
  ): void {
    this.close();
    this.back = back;
    L.DomEvent.disableClickPropagation(content);
    const covered = this.covered();
    this.popup = L.popup({
      closeButton: false,
      closeOnEscapeKey: false,
      autoPanPaddingTopLeft: [covered.left + 8, covered.top + 8],
      autoPanPaddingBottomRight: [covered.right + 8, covered.bottom + 8],
      offset: [0, -above],
      maxWidth: 300,
      minWidth: 200,
      className: "bubble",
    })
      .setLatLng([lat, lon])
      .setContent(content)
      .openOn(this.map);
  }

  private dialog(title: string, children: (HTMLElement | false)[]): HTMLElement {
    const close = iconButton(t("bubble.close"), icon("close", 16), () => this.close(true));
    return h(
      "section",
      {
        class: "bubble-content",
        attrs: { role: "dialog", "aria-label": title, tabindex: -1 },
        on: {
          keydown: (event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            this.close(true);
          },
        },
      },
      h("div", { class: "bubble-head" }, h("h2", { attrs: { dir: "auto" } }, title), close),
      ...children,
    );
  }

  private pinLines(pin: Pin): HTMLElement[] {
    const { action_fields, response_statuses, moderation_statuses } = this.data();
    const field = action_fields.find(({ key }) => key === pin.field)?.title;
    const status = pin.pending ? moderation_statuses.pending : response_statuses[pin.status];
    const link = pin.pending
      ? h("a", { attrs: { href: "/meine" } }, t("thanks.mine"))
      : ideaLink(pin.id, t("pins.open"));
    return [
      h("p", { class: "quiet" }, [field, status].filter(Boolean).join(" · ")),
      h("p", {}, link),
    ];
  }
}

function objectLine({ name, notes }: ObjectHere): HTMLElement {
  return h(
    "li",
    {},
    h("bdi", { attrs: { dir: "auto" } }, name),
    notes !== "" && h("span", { class: "quiet" }, notes),
  );
}

function ideaLink(id: string, text: string): HTMLElement {
  return h("a", { attrs: { href: `/idee?id=${encodeURIComponent(id)}`, dir: "auto" } }, text);
}
