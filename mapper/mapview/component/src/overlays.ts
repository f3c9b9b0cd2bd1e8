/** What GIS staff publish beside the ground: layers of ours and maps of other servers, in order. */
import * as L from "leaflet";
import { h } from "./dom";
import { t } from "./i18n";
import type { Label } from "./labels";
import { type Look, onDarkness, sampleOf } from "./layer_look";
import { LayerTiles } from "./layer_tiles";
import type { ComponentData, OverlayData } from "./types";

/** More names than these could not be read anyway. */
const MOST_LABELS = 300;
const MOST_OBJECTS = 5;

/** Something that lies under a point, as words. */
export interface ObjectHere {
  name: string;
  notes: string;
}

interface Entry {
  data: OverlayData;
  layer: LayerTiles | L.TileLayer;
  visible: boolean;
}

export class Overlays {
  private entries: Entry[] = [];
  private drawnFrom = "";
  private begun = false;
  private readonly hidden = new Set<string>();
  private readonly stop: () => void;

  constructor(
    private readonly map: L.Map,
    private readonly data: () => ComponentData,
    private readonly onLabels: (labels: Label[]) => void,
    private readonly onShown: () => void,
    private readonly onFailed: () => void,
  ) {
    map.on("zoomend", () => {
      this.repaint();
      this.onShown();
    });
    this.stop = onDarkness(() => this.repaint());
  }

  destroy(): void {
    this.stop();
  }

  /** After the ground, which comes first. */
  begin(): void {
    this.begun = true;
    this.update();
  }

  /** Follows what is published now. */
  update(): void {
    const given = JSON.stringify(this.data().overlays);
    if (!this.begun || given === this.drawnFrom) return;
    this.drawnFrom = given;
    for (const { layer } of this.entries) layer.remove();
    this.entries = this.data().overlays.map((data, index) => this.make(data, index));
    for (const entry of this.entries) if (entry.visible) entry.layer.addTo(this.map);
    this.label();
    this.onShown();
  }

  show(slug: string, visible: boolean): void {
    if (visible) this.hidden.delete(slug);
    else this.hidden.add(slug);
    for (const entry of this.entries.filter(({ data }) => data.slug === slug)) {
      entry.visible = visible;
      if (visible) entry.layer.addTo(this.map);
      else entry.layer.remove();
    }
    this.label();
    this.onShown();
  }

  /** Whether there is anything beside the ground. */
  any(): boolean {
    return this.entries.length > 0;
  }

  isHidden(slug: string): boolean {
    return this.hidden.has(slug);
  }

  /** What must be said of where the layers on the map come from. */
  attributions(): string[] {
    const shown = this.entries.filter((entry) => entry.visible && !isTooFar(this.map, entry.data));
    return [...new Set(shown.map(({ data }) => data.attribution).filter(Boolean))];
  }

  /** The objects under a point, the uppermost first. */
  at(lat: number, lon: number): ObjectHere[] {
    const found: ObjectHere[] = [];
    for (const { data, layer, visible } of [...this.entries].reverse()) {
      if (!visible || !(layer instanceof LayerTiles)) continue;
      for (const { properties } of layer.objectsAt(L.latLng(lat, lon))) {
        const [name, kind] = [properties.name, properties.kind];
        const notes = [name ? data.title : null, kind, data.attribution];
        found.push({ name: String(name || data.title), notes: notes.filter(Boolean).join(" · ") });
      }
    }
    return found.slice(0, MOST_OBJECTS);
  }

  private make(data: OverlayData, index: number): Entry {
    const pane = `overlay-${data.slug.replace("/", "-")}`;
    const element = this.map.getPane(pane) ?? this.map.createPane(pane);
    element.style.zIndex = String(data.z ?? 311 + index);
    element.style.pointerEvents = "none";
    const options = { pane, minZoom: data.min_zoom, keepBuffer: 1 };
    const layer = data.look
      ? this.vector(data.address, data.look, options)
      : L.tileLayer(data.address, { ...options, opacity: data.opacity, maxZoom: 18 });
    layer.on("tileerror", this.onFailed);
    return { data, layer, visible: !this.hidden.has(data.slug) };
  }

  private vector(address: string, look: Look, options: L.GridLayerOptions): LayerTiles {
    const layer = new LayerTiles(address, look, options);
    layer.on("load tileunload", () => this.label());
    return layer;
  }

  private repaint(): void {
    for (const { layer } of this.entries) if (layer instanceof LayerTiles) layer.repaint();
    this.label();
  }

  private label(): void {
    this.onLabels(this.entries.flatMap((entry) => this.labelsOf(entry)).slice(0, MOST_LABELS));
  }

  private labelsOf({ data, layer, visible }: Entry): Label[] {
    const field = data.label;
    if (!visible || !field || !(layer instanceof LayerTiles)) return [];
    const below = (at: L.LatLng, type: number): L.LatLng =>
      type === 1 ? this.map.unproject(this.map.project(at).add([0, 16])) : at;
    return layer.found().flatMap(({ object, at, size }) => {
      const text = object.properties[field];
      if (text === null || text === undefined || text === "") return [];
      const { lat, lng } = below(at, object.type);
      const words = String(text).slice(0, 60);
      return [{ text: words, lat, lon: lng, kind: "overlay", minZoom: data.min_zoom, size }];
    });
  }
}

/** Whether the map would have to be closer up to show it. */
export function isTooFar(map: L.Map, { min_zoom }: OverlayData): boolean {
  return Math.round(map.getZoom()) < min_zoom;
}

/** One line of the legend for each layer, or for each of its kinds. */
export function overlayLegend(overlays: OverlayData[]): HTMLElement[] {
  return [...overlays].reverse().flatMap(({ title, look, shapes }) => {
    if (!look) return [];
    const kinds = Object.entries(look.kinds);
    const line = (sign: Element, text: string) => h("li", {}, sign, h("span", {}, text));
    if (kinds.length === 0) return [line(sampleOf(look, shapes), title)];
    return kinds.map(([kind, colour]) =>
      line(sampleOf({ ...look, colour }, shapes), t("legend.kind", { layer: title, kind })),
    );
  });
}
