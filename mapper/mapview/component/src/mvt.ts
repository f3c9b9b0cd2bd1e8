/**
 * Reads vector tiles.
 * Source: Mapbox Vector Tile Specification 2.1; Protocol Buffers, "Encoding".
 */

export type Value = string | number | boolean | null;

export interface TileObject {
  id: number;
  /** 1 points, 2 lines, 3 areas. */
  type: number;
  properties: Record<string, Value>;
  /** Lines, rings, or all points together: x, y one after the other in the tile's own units. */
  parts: number[][];
}

export interface TileContent {
  extent: number;
  objects: TileObject[];
}

const POINT = 1;

class Reader {
  constructor(
    readonly bytes: Uint8Array,
    private at = 0,
    private readonly end = bytes.length,
  ) {}

  more(): boolean {
    return this.at < this.end;
  }

  /** A whole number, exact up to 2^53. */
  whole(): number {
    let [value, factor, byte] = [0, 1, 0];
    do {
      if (this.at >= this.end) throw new RangeError("The tile ends too early.");
      byte = this.bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte & 0x80);
    return value;
  }

  signed(): number {
    const value = this.whole();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }

  part(): Reader {
    const end = this.whole() + this.at;
    if (end > this.end) throw new RangeError("The tile ends too early.");
    const part = new Reader(this.bytes, this.at, end);
    this.at = end;
    return part;
  }

  text(): string {
    return new TextDecoder().decode(this.bytes.subarray(this.at, this.end));
  }

  real(size: 4 | 8): number {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, size);
    this.at += size;
    return size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
  }

  skip(wire: number): void {
    if (wire === 0) this.whole();
    else if (wire === 1) this.at += 8;
    else if (wire === 2) this.part();
    else this.at += 4;
  }
}

type Fields = Record<number, (reader: Reader) => void>;

/** Hands each field of a message to whoever takes it, and leaves out all others. */
function readFields(reader: Reader, fields: Fields): void {
  while (reader.more()) {
    const tag = reader.whole();
    const take = fields[tag >>> 3];
    if (take) take(reader);
    else reader.skip(tag & 7);
  }
}

/** What a tile of one layer holds; an empty tile holds nothing. */
export function readTile(bytes: Uint8Array): TileContent {
  const content: TileContent = { extent: 4096, objects: [] };
  readFields(new Reader(bytes), { 3: (tile) => readLayer(tile.part(), content) });
  return content;
}

function readLayer(layer: Reader, content: TileContent): void {
  const keys: string[] = [];
  const values: Value[] = [];
  const objects: Reader[] = [];
  readFields(layer, {
    2: (reader) => objects.push(reader.part()),
    3: (reader) => keys.push(reader.part().text()),
    4: (reader) => values.push(readValue(reader.part())),
    5: (reader) => {
      content.extent = reader.whole();
    },
  });
  content.objects.push(...objects.map((object) => readObject(object, keys, values)));
}

function readValue(value: Reader): Value {
  let found: Value = null;
  const take =
    (read: (reader: Reader) => Value) =>
    (reader: Reader): void => {
      found = read(reader);
    };
  readFields(value, {
    1: take((reader) => reader.part().text()),
    2: take((reader) => reader.real(4)),
    3: take((reader) => reader.real(8)),
    4: take((reader) => reader.whole()),
    5: take((reader) => reader.whole()),
    6: take((reader) => reader.signed()),
    7: take((reader) => reader.whole() === 1),
  });
  return found;
}

function readObject(reader: Reader, keys: string[], values: Value[]): TileObject {
  const object: TileObject = { id: 0, type: 0, properties: {}, parts: [] };
  let geometry: Reader | null = null;
  readFields(reader, {
    1: (part) => {
      object.id = part.whole();
    },
    2: (part) => {
      const tags = part.part();
      while (tags.more()) {
        const key = keys[tags.whole()] ?? "";
        object.properties[key] = values[tags.whole()] ?? null;
      }
    },
    3: (part) => {
      object.type = part.whole();
    },
    4: (part) => {
      geometry = part.part();
    },
  });
  if (geometry) object.parts = readGeometry(geometry, object.type);
  return object;
}

/** Commands 1 (move) and 2 (draw) bring steps from where the pen is; 7 closes a ring. */
function readGeometry(reader: Reader, type: number): number[][] {
  const parts: number[][] = [];
  let [x, y] = [0, 0];
  while (reader.more()) {
    const command = reader.whole();
    if ((command & 7) === 7) continue;
    for (let left = command >>> 3; left > 0; left -= 1) {
      if ((command & 7) === 1 && (type !== POINT || parts.length === 0)) parts.push([]);
      x += reader.signed();
      y += reader.signed();
      parts[parts.length - 1]?.push(x, y);
    }
  }
  return parts;
}
