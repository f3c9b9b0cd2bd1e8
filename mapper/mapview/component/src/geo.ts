/** Small geometry in longitude and latitude: which polygon covers a point, what lies near it. */
import type { Layer, LayerProperties, NamedPlace } from "./types";

const EARTH_RADIUS_M = 6_371_008.8;

type Ring = GeoJSON.Position[];

function ringCovers(ring: Ring, lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1 = 0, y1 = 0] = ring[i] ?? [];
    const [x2 = 0, y2 = 0] = ring[j] ?? [];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

export function polygonsOf(geometry: GeoJSON.Geometry): Ring[][] {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  if (geometry.type === "MultiPolygon") return geometry.coordinates;
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(polygonsOf);
  return [];
}

/** Whether a polygon covers the point. On the very border either answer may come: the server decides. */
export function covers(geometry: GeoJSON.Geometry, lon: number, lat: number): boolean {
  return polygonsOf(geometry).some(([outer, ...holes]) => {
    if (!outer || !ringCovers(outer, lon, lat)) return false;
    return !holes.some((hole) => ringCovers(hole, lon, lat));
  });
}

/** The feature that covers the point, lowest key first; null outside all of them. */
export function featureAt(layer: Layer | null, lon: number, lat: number): LayerProperties | null {
  const hits = (layer?.features ?? [])
    .filter((feature) => feature.geometry && covers(feature.geometry, lon, lat))
    .map((feature) => feature.properties)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return hits[0] ?? null;
}

/**
 * Distance of two points in metres.
 * Source: haversine formula on the mean earth radius (IUGG); within 0.3 % at these distances.
 */
export function distanceM(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const rad = Math.PI / 180;
  const dLat = ((lat2 - lat1) * rad) / 2;
  const dLon = ((lon2 - lon1) * rad) / 2;
  const a = Math.sin(dLat) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(dLon) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(a));
}

/** The nearest named place within reach, or null. */
export function nearestPlace(
  places: NamedPlace[],
  lon: number,
  lat: number,
  reachM = 1500,
): NamedPlace | null {
  let best: NamedPlace | null = null;
  let bestM = reachM;
  for (const place of places) {
    const m = distanceM(lon, lat, place.lon, place.lat);
    if (m < bestM) {
      best = place;
      bestM = m;
    }
  }
  return best;
}

function ringArea(ring: Ring): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1 = 0, y1 = 0] = ring[i] ?? [];
    const [x2 = 0, y2 = 0] = ring[j] ?? [];
    sum += x2 * y1 - x1 * y2;
  }
  return Math.abs(sum / 2);
}

function distanceToRing(ring: Ring, lon: number, lat: number, squeeze: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax = 0, ay = 0] = ring[j] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    const dx = (bx - ax) * squeeze;
    const dy = by - ay;
    const px = (lon - ax) * squeeze;
    const py = lat - ay;
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
    best = Math.min(best, Math.hypot(px - share * dx, py - share * dy));
  }
  return best;
}

/**
 * Where a name is best written: the place deepest inside the largest polygon, found on a grid and
 * refined twice. Null without a polygon.
 */
export function labelPoint(geometry: GeoJSON.Geometry): [number, number] | null {
  const rings = polygonsOf(geometry).map(([outer]) => outer ?? []);
  const ring = rings.sort((a, b) => ringArea(b) - ringArea(a))[0];
  if (!ring || ring.length < 4) return null;
  const lons = ring.map((point) => point[0] ?? 0);
  const lats = ring.map((point) => point[1] ?? 0);
  let [west, south, east, north] = [
    Math.min(...lons),
    Math.min(...lats),
    Math.max(...lons),
    Math.max(...lats),
  ];
  const squeeze = Math.cos(((south + north) / 2) * (Math.PI / 180));
  let best: [number, number] = [(west + east) / 2, (south + north) / 2];
  let depth = -1;
  for (let round = 0; round < 3; round++) {
    const [w, h] = [(east - west) / 8, (north - south) / 8];
    for (let i = 1; i < 8; i++) {
      for (let j = 1; j < 8; j++) {
        const [lon, lat] = [west + i * w, south + j * h];
        if (!ringCovers(ring, lon, lat)) continue;
        const here = distanceToRing(ring, lon, lat, squeeze);
        if (here > depth) [best, depth] = [[lon, lat], here];
      }
    }
    [west, south, east, north] = [best[0] - w, best[1] - h, best[0] + w, best[1] + h];
  }
  return best;
}
