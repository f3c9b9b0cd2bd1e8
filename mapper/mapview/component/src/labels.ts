/** Names on the map. A name gives way to pins and to more important names: it moves, or it hides. */
import * as L from "leaflet";
import { h } from "./dom";

export interface Label {
  text: string;
  lat: number;
  lon: number;
  kind: "town" | "district" | "green" | "overlay";
  minZoom: number;
  /** Of names of the same kind those of larger things go first. */
  size?: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const SIZES = { town: 16, district: 13, green: 12, overlay: 12 };
const RANKS = { town: 0, district: 1, green: 2, overlay: 3 };
/** Where a name may stand, as shares of its own width and in pixels downwards. */
const SHIFTS: [number, number][] = [
  [0, 0],
  [0, 20],
  [0, -20],
  [0.3, 14],
  [-0.3, 14],
  [0.3, -14],
  [-0.3, -14],
  [0, 38],
  [0, -44],
  [0.65, 0],
  [-0.65, 0],
  [0.75, 24],
  [-0.75, 24],
  [0.75, -24],
  [-0.75, -24],
];

/** The towns' names look further for room than all others: people find their way by them. */
const FURTHER = [40, 56].flatMap((distance) =>
  Array.from({ length: 12 }, (_, hour): [number, number] => {
    const angle = (hour / 12) * 2 * Math.PI;
    return [Math.sin(angle) * distance, -Math.cos(angle) * distance];
  }),
);

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const measuring = document.createElement("canvas").getContext("2d");
const widths = new Map<string, number>();

function widthOf(label: Label): number {
  const font = `${label.kind === "town" ? 700 : 400} ${SIZES[label.kind]}px "Atkinson Hyperlegible Next", sans-serif`;
  const key = `${font}|${label.text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (measuring) measuring.font = font;
    width = (measuring?.measureText(label.text).width ?? label.text.length * 7) + 6;
    widths.set(key, width);
  }
  return width;
}

export class Labels {
  private labels: Label[] = [];
  private visible = true;

  constructor(
    private readonly map: L.Map,
    private readonly pinBoxes: () => Box[],
  ) {
    map.on("moveend zoomend resize", () => this.place());
    // The font may arrive after the first drawing.
    document.fonts?.ready.then(() => {
      widths.clear();
      this.place();
    });
  }

  set(kind: Label["kind"][], labels: Label[]): void {
    this.labels = [...this.labels.filter((label) => !kind.includes(label.kind)), ...labels].sort(
      (a, b) => RANKS[a.kind] - RANKS[b.kind] || (b.size ?? 0) - (a.size ?? 0),
    );
    this.place();
  }

  show(visible: boolean): void {
    this.visible = visible;
    this.place();
  }

  place(): void {
    const pane = this.map.getPane("labels");
    if (!pane) return;
    pane.textContent = "";
    if (!this.visible) return;
    const view = this.map.getBounds().pad(0.15);
    const taken = this.pinBoxes();
    for (const label of this.labels) {
      if (this.map.getZoom() < label.minZoom || !view.contains([label.lat, label.lon])) continue;
      const spot = this.spotFor(label, taken);
      if (!spot) continue;
      taken.push(spot);
      pane.appendChild(labelElement(label, spot));
    }
  }

  private spotFor(label: Label, taken: Box[]): Box | null {
    const centre = this.map.latLngToLayerPoint([label.lat, label.lon]);
    const [width, height] = [widthOf(label), SIZES[label.kind] * 1.35];
    const near = SHIFTS.map(([across, down]): [number, number] => [across * width, down]);
    for (const [across, down] of label.kind === "town" ? [...near, ...FURTHER] : near) {
      const left = centre.x + across - width / 2;
      const top = centre.y + down - height / 2;
      const box = { left, top, right: left + width, bottom: top + height };
      if (!taken.some((other) => overlaps(box, other))) return box;
    }
    return null;
  }
}

function labelElement(label: Label, box: Box): HTMLElement {
  const element = h("div", { class: `label ${label.kind}` }, label.text);
  L.DomUtil.setPosition(
    element,
    L.point(Math.round((box.left + box.right) / 2), Math.round((box.top + box.bottom) / 2)),
  );
  return element;
}
