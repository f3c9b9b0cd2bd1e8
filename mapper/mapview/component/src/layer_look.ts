/** How the objects of a layer are drawn: colours that stand out by day and by night, lines, signs. */
import { s } from "./dom";
import { lighten } from "./symbols";

export type Dash = "solid" | "dashed" | "dotted";

export interface Look {
  colour: string;
  /** 0 to 1. */
  fill: number;
  width: number;
  dash: Dash;
  /** The path of a point's sign in a box of 20 by 20. */
  sign: string;
  /** Colours by kind of object; empty where all have the one colour. */
  kinds: Record<string, string>;
}

/** The side of a point's sign, in pixels. */
export const SIGN_PX = 16;

const darkness = window.matchMedia("(prefers-color-scheme: dark)");

/** Calls back when day becomes night or the other way round. */
export function onDarkness(changed: () => void): () => void {
  darkness.addEventListener("change", changed);
  return () => darkness.removeEventListener("change", changed);
}

/** The colour to draw an object of a kind in, on the ground as it is now. */
export function colourOf(look: Look, kind: unknown): string {
  const named = typeof kind === "string" && Object.keys(look.kinds).includes(kind);
  const chosen = (named && look.kinds[kind]) || look.colour;
  return darkness.matches ? lighten(chosen) : chosen;
}

/** Lengths of strokes and gaps for a line of this width. */
export function dashesOf(dash: Dash, width: number): number[] {
  if (dash === "dashed") return [3 + 2 * width, 2 + 1.5 * width];
  return dash === "dotted" ? [0.01, 2 * width + 1] : [];
}

/** A sample for legend and control: a sign, a line or an area, as the layer has them. */
export function sampleOf(look: Look, types: string[], colour = colourOf(look, null)): SVGElement {
  const only = types.length === 1 ? types[0] : "area";
  const stroke = {
    stroke: colour,
    "stroke-width": Math.min(look.width, 4),
    "stroke-dasharray": dashesOf(look.dash, look.width).join(" ") || null,
    "stroke-linecap": look.dash === "dotted" ? "round" : "butt",
  };
  const filled = { fill: colour, "fill-opacity": look.fill };
  const drawn = {
    point: () => s("path", { d: look.sign, fill: colour, transform: "translate(6 2) scale(.8)" }),
    line: () => s("path", { d: "M2 10h24", fill: "none", ...stroke }),
    area: () => s("rect", { x: 3, y: 3, width: 22, height: 14, rx: 2, ...filled, ...stroke }),
  };
  const sample = drawn[only as keyof typeof drawn] ?? drawn.area;
  const box = { width: 28, height: 20, viewBox: "0 0 28 20" };
  return s("svg", { ...box, "aria-hidden": "true", class: "swatch" }, sample());
}
