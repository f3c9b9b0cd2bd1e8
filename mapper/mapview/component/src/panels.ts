/** Controls at the top right, and the two panels they open: layers and legend. */
import { focusOn, h, iconButton, nextId, replaceChildren, s } from "./dom";
import { GREEN_KINDS, greenKind, swatch } from "./ground";
import { t } from "./i18n";
import { BEECH, drop, icon } from "./symbols";
import type { ActionField } from "./types";

/** Which panel stands open: kept while the page lives, not on the device. */
let remembered: "legend" | "layers" | "none" | null = null;

export class Panel {
  readonly element: HTMLElement;
  readonly toggle: HTMLButtonElement;

  constructor(
    private readonly name: "legend" | "layers",
    title: string,
    content: HTMLElement,
    private readonly onToggle: () => void,
  ) {
    const id = nextId(name);
    this.toggle = iconButton(title, icon(name), () => this.set(!this.isOpen()), {
      "aria-expanded": "false",
      "aria-controls": id,
    });
    const close = iconButton(t("panel.close", { title }), icon("close", 16), () => {
      this.set(false);
      focusOn(this.toggle);
    });
    this.element = h(
      "section",
      {
        class: `panel map-panel ${name}`,
        attrs: { id, "aria-label": title, hidden: true },
        on: {
          keydown: (event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            close.click();
          },
        },
      },
      h("div", { class: "panel-head" }, h("h2", {}, title), close),
      content,
    );
  }

  isOpen(): boolean {
    return !this.element.hidden;
  }

  set(open: boolean, remember = true): void {
    this.element.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (remember) remembered = open ? this.name : "none";
    if (open) this.onToggle();
  }
}

export function rememberedPanel(): typeof remembered {
  return remembered;
}

export interface LegendParts {
  fields: ActionField[];
  greenKinds: Set<string>;
  districts: boolean;
  own: boolean;
  /** Lines for what GIS staff publish beside the ground. */
  overlays: HTMLElement[];
}

/** Says what every sign on the map means, and only of those that are there. */
export function fillLegend(element: HTMLElement, parts: LegendParts): void {
  const kinds = new Set([...parts.greenKinds].map(greenKind));
  const names: Record<string, string> = {
    park: t("green.park"),
    forest: t("green.forest"),
    cemetery: t("green.cemetery"),
    nature_reserve: t("green.nature_reserve"),
    landscape: t("green.landscape"),
    other: t("green.other"),
  };
  const line = (sign: Element, text: string) => h("li", {}, sign, h("span", {}, text));
  replaceChildren(
    element,
    h("h3", {}, t("legend.fields")),
    h(
      "ul",
      {},
      ...parts.fields.map((field) => line(drop(field), field.title)),
      parts.own && line(drop({ colour: BEECH, symbol: "dot", pending: true }), t("legend.own")),
    ),
    kinds.size > 0 && h("h3", {}, t("legend.green")),
    h(
      "ul",
      {},
      ...GREEN_KINDS.filter((kind) => kinds.has(kind)).map((kind) =>
        line(swatch(kind), names[kind] ?? kind),
      ),
    ),
    parts.overlays.length > 0 && h("h3", {}, t("legend.overlays")),
    parts.overlays.length > 0 && h("ul", {}, ...parts.overlays),
    h("h3", {}, t("legend.borders")),
    h(
      "ul",
      {},
      line(stroke("municipality"), t("legend.municipality")),
      parts.districts && line(stroke("district"), t("legend.district")),
    ),
  );
}

function stroke(kind: string): SVGElement {
  return s(
    "svg",
    { width: 28, height: 12, viewBox: "0 0 28 12", "aria-hidden": "true" },
    s("path", { d: "M1 6h26", class: kind, fill: "none" }),
  );
}

/** A box to tick in the panel of contents. */
export interface Choice {
  key: string;
  title: string;
  shown: boolean;
  sample?: Element | null;
  /** Why it may not be seen though it is ticked. */
  note?: string;
}

/** Check boxes that show and hide what is drawn. */
export function layerChoices(
  choices: Choice[],
  onChange: (key: string, visible: boolean) => void,
): HTMLElement {
  return h(
    "div",
    { class: "layer-choices" },
    ...choices.map(({ key, title, shown, sample, note }) => {
      const box = h("input", {
        attrs: { type: "checkbox", checked: shown },
        on: { change: () => onChange(key, box.checked) },
      });
      const words = h("span", { attrs: { dir: "auto" } }, title);
      const small = note ? h("span", { class: "quiet" }, note) : null;
      return h("label", { class: "choice" }, box, sample ?? null, h("span", {}, words, small));
    }),
  );
}
