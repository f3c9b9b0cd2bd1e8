/** The quiet ground: municipalities, districts, green spaces by kind, and everything else dimmed. */
import * as L from "leaflet";
import { s } from "./dom";
import { polygonsOf } from "./geo";
import { colourOf, dashesOf, type Look } from "./layer_look";
import type { Layer, LayerProperties } from "./types";

type Feature = GeoJSON.Feature<GeoJSON.Geometry, LayerProperties>;

/** Kinds with a pattern of their own; every other kind is drawn as "other". */
export const GREEN_KINDS = ["park", "forest", "cemetery", "nature_reserve", "landscape", "other"];

const KIND_OF: Record<string, string> = {
  park: "park",
  garden: "park",
  playground: "park",
  pitch: "park",
  recreation_ground: "park",
  forest: "forest",
  wood: "forest",
  cemetery: "cemetery",
  nature_reserve: "nature_reserve",
  nature_monument: "nature_reserve",
  nsg: "nature_reserve",
  ffh: "nature_reserve",
  spa: "nature_reserve",
  protected_area: "landscape",
  landscape: "landscape",
  natp: "landscape",
  water: "water",
};

export function greenKind(kind: string): string {
  return KIND_OF[kind] ?? "other";
}

/** Strokes repeated over the area, in an 12 × 12 box: kinds must not differ by colour alone. */
const PATTERNS: Record<string, string> = {
  park: "M3 3h.01M9 9h.01",
  forest: "M3 8V3M1 6l2-3 2 3M9 12V8M7 11l2-3 2 3",
  cemetery: "M6 3v6M4 5h4",
  nature_reserve: "M0 12 12 0M-3 3 3-3M9 15 15 9",
  landscape: "M0 6c3-3 3 3 6 0s3 3 6 0",
  other: "M0 6h4",
};

/** The patterns as one hidden drawing; fills name them by id. */
export function patterns(): SVGElement {
  const defs = s("defs");
  for (const kind of GREEN_KINDS) {
    const pattern = s("pattern", {
      id: patternId(kind),
      width: 12,
      height: 12,
      patternUnits: "userSpaceOnUse",
    });
    pattern.appendChild(s("rect", { width: 12, height: 12, class: `green-fill ${kind}` }));
    pattern.appendChild(s("path", { d: PATTERNS[kind] ?? "", class: `green-stroke ${kind}` }));
    defs.appendChild(pattern);
  }
  return s("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": "true" }, defs);
}

export function patternId(kind: string): string {
  return `green-${kind}`;
}

/** A small sample of a kind for the legend. */
export function swatch(kind: string): SVGElement {
  return s(
    "svg",
    { width: 28, height: 20, viewBox: "0 0 28 20", "aria-hidden": "true", class: "swatch" },
    s("rect", {
      x: 1,
      y: 1,
      width: 26,
      height: 18,
      rx: 3,
      fill: `url(#${patternId(kind)})`,
      class: `green-edge ${kind}`,
    }),
  );
}

function classOf(base: string, feature: Feature | undefined): string {
  return feature?.properties.schematic ? `${base} schematic` : base;
}

/** How a part of the ground is drawn when GIS staff say so; null leaves it to the style sheet. */
function toldStyle(look: Look | null | undefined, filled: boolean): L.PathOptions | null {
  if (!look) return null;
  const colour = colourOf(look, null);
  return {
    color: colour,
    weight: look.width,
    dashArray: dashesOf(look.dash, look.width).join(" ") || undefined,
    lineCap: look.dash === "dotted" ? "round" : "butt",
    fill: filled && look.fill > 0,
    fillColor: colour,
    fillOpacity: look.fill,
  };
}

export function drawDistricts(map: L.Map, layer: Layer, look?: Look | null): L.GeoJSON {
  return drawOutlines(map, layer, "districts", "district", 1, look);
}

export function drawMunicipalities(map: L.Map, layer: Layer, look?: Look | null): L.GeoJSON {
  return drawOutlines(map, layer, "municipalities", "municipality", 2, look);
}

function drawOutlines(
  map: L.Map,
  layer: Layer,
  pane: string,
  name: string,
  weight: number,
  look?: Look | null,
): L.GeoJSON {
  const told = toldStyle(look, true);
  return L.geoJSON(layer, {
    pane,
    interactive: false,
    style: (feature) => told ?? { className: classOf(name, feature), fill: false, weight },
  }).addTo(map);
}

export function drawGreenSpaces(map: L.Map, layer: Layer, look?: Look | null): L.GeoJSON {
  const told = toldStyle(look, true);
  return L.geoJSON(layer, {
    pane: "green",
    interactive: false,
    style: (feature) => {
      const kind = greenKind((feature as Feature | undefined)?.properties.kind ?? "");
      return (
        told ?? {
          className: classOf(`green-edge ${kind}`, feature as Feature | undefined),
          fillColor: kind === "water" ? "currentColor" : `url(#${patternId(kind)})`,
          fillOpacity: 1,
          weight: 1.2,
        }
      );
    },
    pointToLayer: (_feature, latLng) => L.circleMarker(latLng, { radius: 7, pane: "green" }),
  }).addTo(map);
}

/** Dims everything outside the municipalities, once their outlines are known. */
export function drawMask(map: L.Map, layer: Layer): L.Polygon {
  const world: L.LatLngTuple[] = [
    [-85, -180],
    [-85, 180],
    [85, 180],
    [85, -180],
  ];
  const holes = layer.features
    .flatMap((feature) => polygonsOf(feature.geometry))
    .map(([outer]) => (outer ?? []).map(([lon = 0, lat = 0]): L.LatLngTuple => [lat, lon]));
  const options = { pane: "mask", interactive: false, stroke: false, className: "mask" };
  return L.polygon([world, ...holes], options).addTo(map);
}

export function drawArea(map: L.Map, area: GeoJSON.Geometry): L.GeoJSON {
  return L.geoJSON(area as GeoJSON.GeoJsonObject, {
    pane: "area",
    interactive: false,
    style: { className: "round-area", fill: false, weight: 3 },
  }).addTo(map);
}
