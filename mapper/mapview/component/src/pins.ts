/** Published ideas, and this device's own waiting ones, as pins and discs one can focus. */
import * as L from "leaflet";
import { type Group, groupPins, type Pin, sharesOf } from "./clusters";
import { focusOn, h, setAttributes } from "./dom";
import { formatNumber, t } from "./i18n";
import type { Box } from "./labels";
import { pinIcon } from "./pin_icon";
import { MAX_ZOOM } from "./stage";
import { disc, drop } from "./symbols";
import type { ActionField, ComponentData } from "./types";

const RADIUS_PX = 44;
/** From here on only pins that would hide each other are grouped. */
const CLOSE_ZOOM = 16;
const CLOSE_RADIUS_PX = 14;

interface Shown {
  marker: L.Marker;
  group: Group;
}

export interface PinHandlers {
  onPin: (pin: Pin, element: HTMLElement) => void;
  /** A disc whose pins no zoom can part. */
  onHeap: (pins: Pin[], lat: number, lon: number, element: HTMLElement) => void;
}

export class Pins {
  private published: Pin[] = [];
  private own: Pin[] = [];
  private shown = new Map<string, Shown>();
  private stop: string | null = null;
  private focusNext: string | null = null;
  private visible = true;

  constructor(
    private readonly map: L.Map,
    private readonly data: () => ComponentData,
    private readonly handlers: PinHandlers,
    private readonly onDrawn: () => void,
  ) {
    map.on("moveend zoomend resize", () => this.draw());
    const pane = map.getPane("markerPane");
    if (pane) setAttributes(pane, { role: "group", "aria-label": t("pins.group") });
  }

  setPublished(pins: Pin[]): void {
    this.published = pins;
    this.draw();
  }

  setOwn(pins: Pin[]): void {
    this.own = pins;
    this.draw();
  }

  count(): number {
    return this.published.length;
  }

  show(visible: boolean): void {
    this.visible = visible;
    this.draw();
  }

  /** Taken out of the order of the Tab key while a place is being chosen. */
  rest(resting: boolean): void {
    const pane = this.map.getPane("markerPane");
    if (pane) pane.inert = resting;
  }

  /** What labels must not cover, in the pixels of the map's layers. */
  boxes(): Box[] {
    return [...this.shown.values()].map(({ marker, group }) => {
      const at = this.map.latLngToLayerPoint(marker.getLatLng());
      const half = group.pins.length > 1 ? discSize(group.pins.length) / 2 : 14;
      const [up, down] = group.pins.length > 1 ? [half, half] : [35, 1];
      return { left: at.x - half, right: at.x + half, top: at.y - up, bottom: at.y + down };
    });
  }

  draw(): void {
    const groups = this.visible ? this.groupsInView() : [];
    const wanted = new Map(groups.map((group) => [group.key, group]));
    const lostFocus = this.removeOthers(wanted);
    for (const group of groups) {
      if (!this.shown.has(group.key)) this.shown.set(group.key, this.add(group));
    }
    this.order(lostFocus);
    this.onDrawn();
  }

  private groupsInView(): Group[] {
    const zoom = this.map.getZoom();
    const ownIds = new Set(this.own.map((pin) => pin.id));
    const pins = [...this.own, ...this.published.filter((pin) => !ownIds.has(pin.id))];
    const project = (lat: number, lon: number) => this.map.project([lat, lon], zoom);
    const radius = zoom >= CLOSE_ZOOM ? CLOSE_RADIUS_PX : RADIUS_PX;
    const view = this.map.getBounds().pad(0.25);
    return groupPins(pins, project, radius).filter((group) =>
      view.contains(this.map.unproject([group.x, group.y], zoom)),
    );
  }

  /** Takes away what is no longer wanted; says whether the focus went with it. */
  private removeOthers(wanted: Map<string, Group>): boolean {
    let lostFocus = false;
    for (const [key, { marker, group }] of this.shown) {
      const next = wanted.get(key);
      if (next && next.x === group.x && next.y === group.y) continue;
      const element = marker.getElement();
      lostFocus ||= element?.matches(":focus") === true;
      marker.remove();
      this.shown.delete(key);
    }
    return lostFocus;
  }

  private add(group: Group): Shown {
    const single = group.pins.length === 1;
    const pin = group.pins[0] as Pin;
    const at = single
      ? L.latLng(pin.lat, pin.lon)
      : this.map.unproject([group.x, group.y], this.map.getZoom());
    const marker = L.marker(at, {
      icon: single ? this.iconOf(pin) : this.discIcon(group),
      keyboard: false,
      riseOnHover: true,
      zIndexOffset: pin.pending ? 500 : 0,
    }).addTo(this.map);
    const element = marker.getElement();
    if (element) this.equip(element, group, this.nameOf(group));
    marker.on("click", () => element && this.activate(group, at, element));
    return { marker, group };
  }

  private equip(element: HTMLElement, group: Group, name: string): void {
    setAttributes(element, {
      role: "button",
      tabindex: -1,
      "aria-label": name,
      title: name,
      "data-key": group.key,
    });
    element.addEventListener("focus", () => this.moveStop(group.key));
    element.addEventListener("keydown", (event) => this.onKey(event, group, element));
  }

  private nameOf(group: Group): string {
    const pin = group.pins[0] as Pin;
    if (group.pins.length > 1) return t("pins.cluster", { count: group.pins.length });
    const field = this.field(pin.field)?.title ?? "";
    const { response_statuses, moderation_statuses } = this.data();
    const state = pin.pending
      ? (moderation_statuses.pending ?? "")
      : (response_statuses[pin.status] ?? "");
    return [pin.title, field, state].filter(Boolean).join(", ");
  }

  private field(key: string): ActionField | undefined {
    return this.data().action_fields.find((field) => field.key === key);
  }

  private iconOf(pin: Pin): L.DivIcon {
    const field = this.field(pin.field);
    const drawing = drop({
      colour: field?.colour ?? "",
      symbol: field?.symbol ?? "dot",
      pending: pin.pending,
    });
    const words = this.data().moderation_statuses.pending ?? "";
    const note =
      pin.pending && h("span", { class: "pin-note", attrs: { "aria-hidden": "true" } }, words);
    const whole = h("div", { class: "pin-drawing" }, drawing, note);
    return pinIcon(whole, pin.pending ? "pin own" : "pin");
  }

  private discIcon(group: Group): L.DivIcon {
    const size = discSize(group.pins.length);
    const shares = sharesOf(group.pins).map(([key, share]): [string, number] => [
      this.field(key)?.colour ?? "",
      share,
    ]);
    return L.divIcon({
      html: disc(formatNumber(group.pins.length), shares, size) as unknown as HTMLElement,
      className: "cluster",
      iconSize: [size, size],
    });
  }

  private activate(group: Group, at: L.LatLng, element: HTMLElement): void {
    const [first] = group.pins;
    if (group.pins.length === 1 && first) {
      this.handlers.onPin(first, element);
      return;
    }
    const bounds = L.latLngBounds(group.pins.map((pin) => L.latLng(pin.lat, pin.lon)));
    const target = Math.min(this.map.getBoundsZoom(bounds.pad(0.2)), MAX_ZOOM);
    const apart = bounds.getNorthEast().distanceTo(bounds.getSouthWest()) > 15;
    if (!apart || this.map.getZoom() >= MAX_ZOOM) {
      this.handlers.onHeap(group.pins, at.lat, at.lng, element);
      return;
    }
    if (element.matches(":focus-visible")) this.focusNext = first?.id ?? null;
    this.map.setView(bounds.getCenter(), Math.max(target, this.map.getZoom() + 1));
  }

  private inOrder(): Shown[] {
    return [...this.shown.values()].sort((a, b) => {
      const [p, q] = [a.marker.getLatLng(), b.marker.getLatLng()];
      return q.lat - p.lat || p.lng - q.lng;
    });
  }

  /** One pin stands in the order of the Tab key; arrows go from pin to pin. */
  private order(lostFocus: boolean): void {
    const shown = this.inOrder();
    if (!this.stop || !this.shown.has(this.stop)) this.stop = shown[0]?.group.key ?? null;
    const next = this.focusNext;
    const target = next && shown.find(({ group }) => group.pins.some((pin) => pin.id === next));
    if (target) this.stop = target.group.key;
    for (const { marker, group } of shown) {
      marker.getElement()?.setAttribute("tabindex", group.key === this.stop ? "0" : "-1");
    }
    if (!target && !lostFocus) return;
    if (target) this.focusNext = null;
    focusOn(this.stop ? this.shown.get(this.stop)?.marker.getElement() : this.map.getContainer());
  }

  private moveStop(key: string): void {
    this.stop = key;
    for (const { marker, group } of this.shown.values()) {
      marker.getElement()?.setAttribute("tabindex", group.key === key ? "0" : "-1");
    }
  }

  private onKey(event: KeyboardEvent, group: Group, element: HTMLElement): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") {
      const at = this.shown.get(group.key)?.marker.getLatLng();
      if (at) this.activate(group, at, element);
    } else if (step) {
      const shown = this.inOrder();
      const here = shown.findIndex((other) => other.group.key === group.key);
      const next = shown[(here + step + shown.length) % shown.length];
      focusOn(next?.marker.getElement());
      if (next && !this.map.getBounds().contains(next.marker.getLatLng())) {
        this.focusNext = next.group.pins[0]?.id ?? null;
        this.map.panTo(next.marker.getLatLng(), { animate: false });
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function discSize(count: number): number {
  return count < 10 ? 44 : count < 100 ? 48 : 54;
}
