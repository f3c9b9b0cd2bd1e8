/** The parts of the map's page, in the order in which they are read and reached. */
import { append, focusOn, h, replaceChildren } from "./dom";
import { patterns } from "./ground";
import { t } from "./i18n";
import type { ComponentData } from "./types";

export const WIDE = "(min-width: 800px)";

export interface Layout {
  shell: HTMLElement;
  area: HTMLElement;
  map: HTMLElement;
  corner: HTMLElement;
  side: HTMLElement;
  controls: HTMLElement;
  panels: HTMLElement;
  drawer: HTMLElement;
}

export function isWide(): boolean {
  return window.matchMedia(WIDE).matches;
}

export interface Margins {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What cards and controls cover of the map's edges, in pixels. */
export function coveredMargins(layout: Layout): Margins {
  const { clientWidth: width, clientHeight: height } = layout.area;
  if (isWide() && width >= 700) return { left: 372, top: 12, right: 76, bottom: 28 };
  if (height < 300 || isWide()) return { left: 8, top: 8, right: 8, bottom: 8 };
  return { left: 8, top: 130, right: 8, bottom: 110 };
}

/** On a page that has a heading of its own the map's is one of the second level. */
export function buildLayout(root: HTMLElement, heading: "h1" | "h2" = "h1"): Layout {
  const hint = h(
    "div",
    { class: "sr-only", attrs: { id: "map-keys" } },
    h("p", {}, t("map.keys")),
    h("p", { class: "while-looking" }, t("map.keys_objects")),
    h("p", { class: "while-choosing" }, t("choose.keys")),
  );
  const map = h("div", {
    class: "map",
    attrs: { role: "application", "aria-label": t("map.label"), "aria-describedby": "map-keys" },
  });
  const corner = h("div", { class: "corner" });
  const side = h("div", { class: "side" }, corner);
  const controls = h("div", {
    class: "controls",
    attrs: { role: "group", "aria-label": t("controls.label"), tabindex: -1 },
  });
  const panels = h("div", { class: "panels" });
  const skip = h(
    "a",
    {
      class: "skip",
      attrs: { href: "#" },
      on: {
        click: (event) => {
          event.preventDefault();
          focusOn(controls);
        },
      },
    },
    t("map.skip"),
  );
  const crosshair = h("div", { class: "crosshair", attrs: { "aria-hidden": "true" } });
  const frame = h("div", { class: "map-frame" }, map, crosshair);
  const area = h("section", { class: "map-area", attrs: { "aria-label": t("map.region") } });
  append(area, [h(heading, { class: "sr-only" }, t("map.title")), side, skip, hint, frame]);
  append(area, [controls, panels]);
  const drawer = h("div", { class: "drawer-slot" });
  const shell = h("div", { class: "shell", attrs: { "data-mode": "look" } }, area, drawer);
  append(root, [patterns(), shell]);
  return { shell, area, map, corner, side, controls, panels, drawer };
}

/** Where the data come from; always readable, at the bottom right. */
export function attributionLine(data: ComponentData): HTMLElement {
  const line = h("div", { class: "attribution" });
  fillAttribution(line, data, []);
  return line;
}

/** Names whose data the map shows: always those of the ground, and of what lies on it now. */
export function fillAttribution(line: HTMLElement, data: ComponentData, more: string[]): void {
  const owed = [...new Set([...data.attribution, ...more])];
  replaceChildren(
    line,
    data.schematic && h("strong", {}, `${data.schematic} · `),
    owed.length > 0 && `${owed.join(" · ")} · `,
    h("a", { attrs: { href: "/daten" } }, t("map.about_data")),
  );
}

/** Lets what stands above the attribution know how high it is. */
export function reserveAttribution(area: HTMLElement, line: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    area.style.setProperty("--attribution", `${line.offsetHeight}px`);
  });
  observer.observe(line);
  return () => observer.disconnect();
}

/** Lets the map end where the window ends, below whatever the page puts above it. */
export function fillWindow(root: HTMLElement): () => void {
  const measure = (): void => {
    const top = root.getBoundingClientRect().top + window.scrollY;
    const bar = top >= 0 && top < 240 ? Math.round(top) : 56;
    root.style.setProperty("--bar-height", `${bar}px`);
  };
  measure();
  const later = window.setTimeout(measure, 400);
  window.addEventListener("resize", measure);
  return () => {
    window.clearTimeout(later);
    window.removeEventListener("resize", measure);
  };
}
