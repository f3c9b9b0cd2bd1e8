/** Which pins stand so close together that one disc says more than a heap. */

export interface Pin {
  id: string;
  lon: number;
  lat: number;
  field: string;
  status: string;
  title: string;
  pending: boolean;
}

export interface Group {
  key: string;
  pins: Pin[];
  /** Position in the pixels of the zoom level asked for. */
  x: number;
  y: number;
}

interface Seed {
  pins: Pin[];
  sumX: number;
  sumY: number;
  x: number;
  y: number;
}

type Project = (lat: number, lon: number) => { x: number; y: number };

/** Rounds in which discs that came to lie upon each other become one. */
const MERGES = 4;

/**
 * Groups pins within a radius in pixels, in the order given; independent of the part shown, so
 * that nothing regroups while the map is moved. Own pending pins are never grouped: their owner
 * looks for them. n pins cost n look-ups in a grid.
 */
export function groupPins(pins: Pin[], project: Project, radius: number): Group[] {
  let seeds = pins.map((pin): Seed => {
    const { x, y } = project(pin.lat, pin.lon);
    return { pins: [pin], sumX: x, sumY: y, x, y };
  });
  for (let merge = 0; merge < MERGES; merge++) {
    const before = seeds.length;
    seeds = gather(seeds, radius);
    if (seeds.length === before) break;
  }
  return seeds.map(toGroup);
}

function gather(items: Seed[], radius: number): Seed[] {
  const grid = new Map<string, Seed[]>();
  const seeds: Seed[] = [];
  for (const item of items) {
    const { x, y } = item;
    const pending = item.pins[0]?.pending === true;
    const column = Math.floor(x / radius);
    const row = Math.floor(y / radius);
    const near = pending ? null : nearestSeed(grid, column, row, x, y, radius);
    if (near) {
      near.pins = [...near.pins, ...item.pins];
      near.sumX += item.sumX;
      near.sumY += item.sumY;
      continue;
    }
    const seed = { ...item };
    seeds.push(seed);
    if (pending) continue;
    const key = `${column},${row}`;
    const cell = grid.get(key);
    if (cell) cell.push(seed);
    else grid.set(key, [seed]);
  }
  // The middle of all its pins is where the disc stands, and what the next round compares.
  return seeds.map((seed) => ({
    ...seed,
    x: seed.sumX / seed.pins.length,
    y: seed.sumY / seed.pins.length,
  }));
}

function nearestSeed(
  grid: Map<string, Seed[]>,
  column: number,
  row: number,
  x: number,
  y: number,
  radius: number,
): Seed | null {
  let best: Seed | null = null;
  let bestDistance = radius;
  for (let i = column - 1; i <= column + 1; i++) {
    for (let j = row - 1; j <= row + 1; j++) {
      for (const seed of grid.get(`${i},${j}`) ?? []) {
        const distance = Math.hypot(seed.x - x, seed.y - y);
        if (distance < bestDistance) {
          best = seed;
          bestDistance = distance;
        }
      }
    }
  }
  return best;
}

function toGroup({ pins, sumX, sumY }: Seed): Group {
  const first = pins[0]?.id ?? "";
  const key = pins.length === 1 ? first : `${first}+${pins.length}`;
  return { key, pins, x: sumX / pins.length, y: sumY / pins.length };
}

/** Shares of the action fields in a group, largest first. */
export function sharesOf(pins: Pin[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const pin of pins) counts.set(pin.field, (counts.get(pin.field) ?? 0) + 1);
  return [...counts.entries()]
    .sort((a, b) => b[1] - a[1])
    .map(([field, count]) => [field, count / pins.length]);
}
