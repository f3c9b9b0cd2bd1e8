/** The Leaflet map itself: extent, keyboard, panes; nothing of what is drawn on it. */
import * as L from "leaflet";
import { iconButton, prefersReducedMotion } from "./dom";
import { t } from "./i18n";
import type { Margins } from "./layout";
import { icon } from "./symbols";

export const MAX_ZOOM = 18;

/** Stacking of what is drawn, lowest first; pins and bubbles lie in Leaflet's own panes above. */
const PANES: [string, number][] = [
  ["mask", 305],
  ["green", 310],
  ["districts", 330],
  ["municipalities", 340],
  ["area", 396],
  ["labels", 550],
];

export interface View {
  centre: L.LatLng;
  zoom: number;
}

/** What a map shows now, for one that takes its place. */
export function viewOf(map: L.Map): View {
  return { centre: map.getCenter(), zoom: map.getZoom() };
}

export interface StageOptions {
  bounds: [number, number, number, number];
  padding: Margins;
  still?: boolean;
  view?: View | null;
}

function boundsOf([west, south, east, north]: [number, number, number, number]): L.LatLngBounds {
  return L.latLngBounds([south, west], [north, east]);
}

export function createStage(container: HTMLElement, options: StageOptions): L.Map {
  const { still = false } = options;
  const bounds = boundsOf(options.bounds);
  const calm = prefersReducedMotion();
  const map = L.map(container, {
    attributionControl: false,
    zoomControl: false,
    keyboard: false,
    zoomSnap: 0.25,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 90,
    minZoom: 8,
    maxZoom: MAX_ZOOM,
    // Wide enough for the crosshair to reach every edge of the area, also in a broad window.
    maxBounds: bounds.pad(2),
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    markerZoomAnimation: !calm,
    inertia: !calm,
    dragging: !still,
    scrollWheelZoom: !still,
    doubleClickZoom: !still,
    boxZoom: false,
    touchZoom: !still,
  });
  for (const [name, zIndex] of PANES) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(zIndex);
    pane.style.pointerEvents = "none";
  }
  map.getPane("labels")?.classList.add("leaflet-zoom-hide");
  if (options.view) map.setView(options.view.centre, options.view.zoom, { animate: false });
  else fitArea(map, options.bounds, options.padding);
  return map;
}

/** Show the whole area beside whatever covers the map's edges. */
export function fitArea(
  map: L.Map,
  bounds: [number, number, number, number],
  padding: Margins,
): void {
  const size = map.getSize();
  // On a small screen the paddings could leave nothing to draw on.
  const fits = size.x - padding.left - padding.right > 200;
  const room = fits ? padding : { left: 8, top: 8, right: 8, bottom: 8 };
  map.fitBounds(boundsOf(bounds), {
    paddingTopLeft: [room.left, room.top],
    paddingBottomRight: [room.right, room.bottom],
    animate: false,
  });
}

export function zoomButtons(map: L.Map): HTMLButtonElement[] {
  return [
    iconButton(t("controls.zoom_in"), icon("plus"), () => map.zoomIn()),
    iconButton(t("controls.zoom_out"), icon("minus"), () => map.zoomOut()),
  ];
}

export interface Keys {
  /** Pixels per press of an arrow: finer while a place is being chosen. */
  step: () => number;
  onEnter: () => boolean;
  onEscape: () => boolean;
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Make the map one stop of the Tab key that arrows, plus and minus move. */
export function listenToKeys(map: L.Map, keys: Keys): void {
  const container = map.getContainer();
  container.tabIndex = 0;
  container.addEventListener("mousedown", (event) => {
    if (event.target === container || !(event.target as Element).closest("[role=button],button,a"))
      container.focus({ preventScroll: true });
  });
  container.addEventListener("keydown", (event) => {
    if (event.target !== container || event.altKey || event.ctrlKey || event.metaKey) return;
    if (handleKey(map, keys, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
}

function handleKey(map: L.Map, keys: Keys, event: KeyboardEvent): boolean {
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = keys.step() * (event.shiftKey ? 3 : 1);
    map.panBy([arrow[0] * step, arrow[1] * step], { animate: false });
    return true;
  }
  if (event.key === "+" || event.key === "=") map.zoomIn(undefined, { animate: false });
  else if (event.key === "-" || event.key === "_") map.zoomOut(undefined, { animate: false });
  else if (event.key === "Enter") return keys.onEnter();
  else if (event.key === "Escape") return keys.onEscape();
  else return false;
  return true;
}

/** Keep a place in view, clear of what covers the map's edges. */
export function keepInView(map: L.Map, lat: number, lon: number, covered: Margins): void {
  const size = map.getSize();
  const [across, down] = [Math.min(60, size.x / 4), Math.min(60, size.y / 4)];
  map.panInside([lat, lon], {
    paddingTopLeft: [covered.left + across, covered.top + down],
    paddingBottomRight: [covered.right + across, covered.bottom + down],
  });
}
