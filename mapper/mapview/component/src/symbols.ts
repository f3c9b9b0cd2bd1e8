/** The drawings: one symbol per action field, the drop that holds it, and the icons of controls. */
import { s } from "./dom";

/** Strokes in a 20 × 20 box. */
const SYMBOLS: Record<string, string> = {
  house: "M3 10.5 10 4l7 6.5M5 9v8h10V9M8.5 17v-4.5h3V17",
  bicycle:
    "M2 13.5a3 3 0 1 0 6 0 3 3 0 1 0-6 0M12 13.5a3 3 0 1 0 6 0 3 3 0 1 0-6 0M5 13.5 8 7h5l2 6.5M8 9.5l3.5 4L13.2 9M6.5 6.5h3M13 7l-.7-2H15",
  tree: "M10 2.5 4.5 9H7l-3.5 4.5h13L13 9h2.5zM10 13.5V18",
  sun: "M6.5 10a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0M10 1.5v2.5M10 16v2.5M1.5 10H4M16 10h2.5M4 4l1.7 1.7M14.3 14.3 16 16M4 16l1.7-1.7M14.3 5.7 16 4",
  people:
    "M4.5 6.5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M12 7.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M2 17c0-7 10-7 10 0M13 12c3-.7 5 1.5 5 5",
  shop: "M3 8 4.5 3.5h11L17 8M3 8c0 3 4.6 3 4.6 0 0 3 4.7 3 4.7 0 0 3 4.7 3 4.7 0M4.5 10.5V17h11v-6.5M8.5 17v-3.5h3V17",
  mask: "M4 4c4 1.5 8 1.5 12 0v6c0 4-3 7-6 7.5C7 17 4 14 4 10zM7 8.5h2M11 8.5h2M7.5 12.5c1.5 1.5 3.5 1.5 5 0",
  signal:
    "M9 15.5a1 1 0 1 0 2 0 1 1 0 1 0-2 0M6.5 12c2-2 5-2 7 0M4 9c3.5-3.5 8.5-3.5 12 0M1.5 6c5-5 12-5 17 0",
  church: "M10 1.5v4M8.3 3h3.4M10 5.5l3 3.5v2l4 2.5V18H3v-4.5l4-2.5V9zM8.7 18v-3.5h2.6V18",
  dot: "M6.5 10a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0",
};

const ICONS: Record<string, string> = {
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  locate: "M5 10a5 5 0 1 0 10 0 5 5 0 1 0-10 0M10 1.5v3.5M10 15v3.5M1.5 10H5M15 10h3.5",
  layers: "M10 3 2.5 7 10 11l7.5-4zM2.5 10.5 10 14.5l7.5-4M2.5 13.8 10 17.8l7.5-4",
  legend: "M3 5h2M3 10h2M3 15h2M8 5h9M8 10h9M8 15h9",
  search: "M3.5 8.5a5 5 0 1 0 10 0 5 5 0 1 0-10 0M12.2 12.2 17 17",
  close: "M5 5l10 10M15 5 5 15",
  pin: "M10 18C8 13.5 4.5 12 4.5 7.5a5.5 5.5 0 0 1 11 0C15.5 12 12 13.5 10 18zM8 7.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
  check: "M4 10.5 8.5 15 16 5.5",
};

/** The luminance of the ground by night, `--inside`. */
const DARK_GROUND = 0.031;

/** The colour of what is one's own, or has no theme. */
export const BEECH = "#1E6B45";

const DROP = "M14 35C11 26 2 23 2 13.5a12 12 0 0 1 24 0C26 23 17 26 14 35z";

function strokes(path: string, size: number, colour = "currentColor"): SVGElement {
  return s(
    "svg",
    { viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true", focusable: "false" },
    s("path", {
      d: path,
      fill: "none",
      stroke: colour,
      "stroke-width": 1.7,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}

export function icon(name: string, size = 20): SVGElement {
  return strokes(ICONS[name] ?? "", size);
}

/**
 * Relative luminance of #RRGGBB.
 * Source: WCAG 2.1, "relative luminance".
 */
function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** The colour, so much lighter that it stands out from dark ground at least 4:1. */
export function lighten(colour: string): string {
  let mixed = safeColour(colour);
  while (luminance(mixed) < DARK_GROUND * 4 + 0.15) {
    const channels = [1, 3, 5].map((at) => Number.parseInt(mixed.slice(at, at + 2), 16));
    const lighter = channels.map((one) => Math.round(one + (255 - one) * 0.12 + 1));
    mixed = `#${lighter.map((one) => Math.min(one, 255).toString(16).padStart(2, "0")).join("")}`;
  }
  return mixed;
}

/** White where it stands out at least 3:1 against the colour, else dark ink. */
export function inkOn(colour: string): string {
  return 1.05 / (luminance(colour) + 0.05) >= 3 ? "#FFFFFF" : "#1F2A24";
}

/** The colour itself when it is #RRGGBB, otherwise grey: it comes from a file someone edits. */
export function safeColour(colour: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour : "#5F6B64";
}

export interface DropStyle {
  colour: string;
  symbol: string;
  pending?: boolean;
}

/** A pin: 28 × 36, its tip at (14, 35). */
export function drop({ colour, symbol, pending = false }: DropStyle): SVGElement {
  const fill = safeColour(colour);
  const drawing = strokes(SYMBOLS[symbol] ?? ICONS[symbol] ?? SYMBOLS.dot ?? "", 16, inkOn(fill));
  for (const [name, value] of [
    ["x", "6"],
    ["y", "5.5"],
  ] as const) {
    drawing.setAttribute(name, value);
  }
  const shape = s("path", { d: DROP, fill, class: pending ? "drop pending" : "drop" });
  const root = s(
    "svg",
    { viewBox: "0 0 28 36", width: 28, height: 36, "aria-hidden": "true", focusable: "false" },
    shape,
    drawing,
  );
  return root;
}

/** A disc with a number, ringed by the shares of its colours. */
export function disc(label: string, shares: [string, number][], size: number): SVGElement {
  const centre = size / 2;
  const radius = centre - 4;
  const around = 2 * Math.PI * radius;
  const root = s("svg", {
    viewBox: `0 0 ${size} ${size}`,
    width: size,
    height: size,
    "aria-hidden": "true",
    focusable: "false",
  });
  root.appendChild(s("circle", { cx: centre, cy: centre, r: centre - 1, class: "disc" }));
  let done = 0;
  for (const [colour, share] of shares) {
    root.appendChild(
      s("circle", {
        cx: centre,
        cy: centre,
        r: radius,
        fill: "none",
        stroke: safeColour(colour),
        "stroke-width": 6,
        "stroke-dasharray": `${share * around} ${around}`,
        "stroke-dashoffset": -done * around,
        transform: `rotate(-90 ${centre} ${centre})`,
      }),
    );
    done += share;
  }
  const text = s("text", { x: centre, y: centre + 5, "text-anchor": "middle", class: "disc-text" });
  text.textContent = label;
  root.appendChild(text);
  return root;
}
