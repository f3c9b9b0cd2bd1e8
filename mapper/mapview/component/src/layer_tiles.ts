/** A layer from vector tiles, drawn on canvases; it knows what lies under a point. */
import * as L from "leaflet";
import { colourOf, dashesOf, type Look, SIGN_PX } from "./layer_look";
import { readTile, type TileObject } from "./mvt";

const SIDE = 512;
const MOST_CANVAS_PX = 1600;
/** How far from a line or a sign a click still means it, in pixels. */
const REACH_PX = 10;
/** Areas that their outlines would fill are drawn without, as strongly as this at least. */
const TINY_OUTLINES = 3;
const TINY_FILL = 0.6;
const [POINT, LINE] = [1, 2];

interface Drawn {
  object: TileObject;
  path: Path2D;
  /** The longer side of the box around it, in the tile's own units. */
  size: number;
}

interface Tile {
  coords: L.Coords;
  canvas: HTMLCanvasElement;
  extent: number;
  drawn: Drawn[];
}

export interface Found {
  object: TileObject;
  /** Where its name may stand. */
  at: L.LatLng;
  size: number;
}

const scratch = document.createElement("canvas").getContext("2d");

export class LayerTiles extends L.GridLayer {
  private readonly loaded = new Map<string, Tile>();
  /** Canvases that were given up, perhaps before what they wait for has come. */
  private readonly gone = new WeakSet<HTMLElement>();

  constructor(
    private readonly address: string,
    private look: Look,
    options: L.GridLayerOptions,
  ) {
    super({ ...options, tileSize: SIDE, updateWhenZooming: false });
    this.on("tileunload", (event) => {
      const { coords, tile } = event as L.TileEvent;
      const canvas: HTMLElement = tile;
      this.gone.add(canvas);
      const key = keyOf(coords as L.Coords);
      if (this.loaded.get(key)?.canvas === canvas) this.loaded.delete(key);
    });
  }

  /** Draws anew what has come: after a change of scale, by night, or in another look. */
  repaint(look: Look = this.look): void {
    this.look = look;
    for (const tile of this.loaded.values()) this.paint(tile);
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement("canvas");
    void this.fill(coords, canvas).then(
      () => done(undefined, canvas),
      (error: Error) => done(error, canvas),
    );
    return canvas;
  }

  private async fill(coords: L.Coords, canvas: HTMLCanvasElement): Promise<void> {
    // A tile of twice the usual side is one of the zoom before.
    const values = { z: coords.z - 1, x: coords.x, y: coords.y };
    const response = await fetch(L.Util.template(this.address, values));
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const content = readTile(new Uint8Array(await response.arrayBuffer()));
    if (this.gone.has(canvas)) return;
    const drawn = content.objects.map((object) => ({
      object,
      path: pathOf(object),
      size: sizeOf(object),
    }));
    const tile = { coords, canvas, extent: content.extent, drawn };
    this.loaded.set(keyOf(coords), tile);
    this.paint(tile);
  }

  private paint({ coords, canvas, extent, drawn }: Tile): void {
    const context = canvas.getContext("2d");
    if (!context || !this._map) return;
    const shown = this._map.getZoomScale(this._map.getZoom(), coords.z);
    const ratio = window.devicePixelRatio || 1;
    const side = Math.min(Math.round(SIDE * shown * ratio), MOST_CANVAS_PX);
    canvas.width = canvas.height = side;
    const scale = side / extent;
    // One pixel of the screen in the tile's own units.
    const pixel = side / (SIDE * shown) / scale;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.lineJoin = "round";
    context.lineCap = this.look.dash === "dotted" ? "round" : "butt";
    const tiny = TINY_OUTLINES * Math.max(this.look.width, 1) * pixel;
    for (const { object, path, size } of drawn) {
      const colour = colourOf(this.look, object.properties.kind);
      if (object.type === POINT) this.paintSigns(context, object, colour, pixel);
      else if (object.type === LINE) this.paintOutline(context, path, colour, pixel);
      else if (size < tiny) paintArea(context, path, colour, Math.max(this.look.fill, TINY_FILL));
      else {
        paintArea(context, path, colour, this.look.fill);
        this.paintOutline(context, path, colour, pixel);
      }
    }
  }

  private paintOutline(
    context: CanvasRenderingContext2D,
    path: Path2D,
    colour: string,
    pixel: number,
  ): void {
    context.strokeStyle = colour;
    context.lineWidth = this.look.width * pixel;
    context.setLineDash(dashesOf(this.look.dash, this.look.width).map((one) => one * pixel));
    context.stroke(path);
  }

  private paintSigns(
    context: CanvasRenderingContext2D,
    object: TileObject,
    colour: string,
    pixel: number,
  ): void {
    const sign = new Path2D(this.look.sign);
    const size = (SIGN_PX / 20) * pixel;
    for (const [x, y] of pairs(object.parts[0] ?? [])) {
      context.save();
      context.translate(x, y);
      context.scale(size, size);
      context.translate(-10, -10);
      context.setLineDash([]);
      context.lineWidth = 2.5;
      context.strokeStyle = "#ffffff";
      context.stroke(sign);
      context.fillStyle = colour;
      context.fill(sign);
      context.restore();
    }
  }

  /** What lies under a point, the uppermost first. */
  objectsAt(latLng: L.LatLng): TileObject[] {
    if (!this._map || this._tileZoom === undefined) return [];
    const point = this._map.project(latLng, this._tileZoom).divideBy(SIDE);
    const tile = this.loaded.get(keyOf({ ...point.floor(), z: this._tileZoom } as L.Coords));
    if (!tile || !scratch) return [];
    const shown = this._map.getZoomScale(this._map.getZoom(), this._tileZoom);
    const unit = tile.extent / SIDE;
    const spot = point.subtract(point.floor()).multiplyBy(tile.extent);
    const reach = (REACH_PX * unit) / shown;
    scratch.lineWidth = 2 * reach;
    return tile.drawn
      .filter((one) => lies(one, spot, reach))
      .map(({ object }) => object)
      .reverse();
  }

  /** Every object in view once, with the largest of its pieces. */
  found(): Found[] {
    const best = new Map<number, Found>();
    for (const tile of this.loaded.values()) {
      if (!this._map || tile.coords.z !== this._tileZoom) continue;
      for (const { object } of tile.drawn) {
        const spot = middleOf(object);
        if (!spot || spot.x < 0 || spot.y < 0 || spot.x > tile.extent || spot.y > tile.extent)
          continue;
        const known = best.get(object.id);
        if (known && known.size >= spot.size) continue;
        const place = L.point(spot.x, spot.y).divideBy(tile.extent).add(L.point(tile.coords));
        const at = this._map.unproject(place.multiplyBy(SIDE), tile.coords.z);
        best.set(object.id, { object, at, size: spot.size });
      }
    }
    return [...best.values()];
  }
}

function paintArea(
  context: CanvasRenderingContext2D,
  path: Path2D,
  colour: string,
  fill: number,
): void {
  context.globalAlpha = fill;
  context.fillStyle = colour;
  context.fill(path, "evenodd");
  context.globalAlpha = 1;
}

function sizeOf({ type, parts }: TileObject): number {
  if (type === POINT) return 0;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    for (const [x, y] of pairs(part)) {
      [west, east] = [Math.min(west, x), Math.max(east, x)];
      [south, north] = [Math.min(south, y), Math.max(north, y)];
    }
  }
  return Math.max(east - west, north - south);
}

function keyOf({ x, y, z }: L.Coords): string {
  return `${z}/${x}/${y}`;
}

function pairs(flat: number[]): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) found.push([flat[i] ?? 0, flat[i + 1] ?? 0]);
  return found;
}

function pathOf({ type, parts }: TileObject): Path2D {
  const path = new Path2D();
  if (type === POINT) return path;
  for (const part of parts) {
    for (let i = 0; i + 1 < part.length; i += 2) {
      if (i === 0) path.moveTo(part[0] ?? 0, part[1] ?? 0);
      else path.lineTo(part[i] ?? 0, part[i + 1] ?? 0);
    }
    if (type !== LINE) path.closePath();
  }
  return path;
}

function lies({ object, path }: Drawn, spot: L.Point, reach: number): boolean {
  if (object.type === POINT) {
    return pairs(object.parts[0] ?? []).some(([x, y]) => spot.distanceTo([x, y]) <= reach);
  }
  if (object.type === LINE) return scratch?.isPointInStroke(path, spot.x, spot.y) ?? false;
  return scratch?.isPointInPath(path, spot.x, spot.y, "evenodd") ?? false;
}

interface Middle {
  x: number;
  y: number;
  size: number;
}

/** The first point, the middle of the longest line, or the centre of gravity of the largest ring. */
function middleOf({ type, parts }: TileObject): Middle | null {
  const part = parts.reduce((a, b) => (b.length > a.length ? b : a), parts[0] ?? []);
  if (part.length < 2) return null;
  if (type === POINT) return { x: part[0] ?? 0, y: part[1] ?? 0, size: 1 };
  if (type === LINE) {
    const at = 2 * Math.floor(part.length / 4);
    return { x: part[at] ?? 0, y: part[at + 1] ?? 0, size: part.length };
  }
  return parts.map(centreOf).reduce((a, b) => (b.size > a.size ? b : a));
}

function centreOf(ring: number[]): Middle {
  let [x, y, size] = [0, 0, 0];
  const corners = pairs(ring);
  corners.forEach(([x1, y1], i) => {
    const [x2, y2] = corners[(i + 1) % corners.length] ?? [0, 0];
    const cross = x1 * y2 - x2 * y1;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
    size += cross;
  });
  const [first] = corners;
  if (size === 0) return { x: first?.[0] ?? 0, y: first?.[1] ?? 0, size: 0 };
  return { x: x / (3 * size), y: y / (3 * size), size: Math.abs(size) };
}
