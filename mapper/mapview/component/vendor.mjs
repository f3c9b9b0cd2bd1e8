// Copies the browser libraries that pages load from /vendor/ out of node_modules into mapper/vendor.
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const packages = join(top, "node_modules");
const target = join(top, "mapper/vendor");
const fresh = `${target}.new`;

const FONT = "@fontsource/atkinson-hyperlegible-next";
// From the font's own style sheets: which characters each of its files holds.
const SUBSETS = {
  latin:
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
  "latin-ext":
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
};
const WEIGHTS = [400, 700];

/** Package path → path under /vendor/. Folders are copied whole. */
const COPIES = {
  "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
  "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
  "leaflet/dist/images": "leaflet/images",
  "leaflet/LICENSE": "leaflet/LICENSE",
  "leaflet.markercluster/dist/leaflet.markercluster.js": "markercluster/leaflet.markercluster.js",
  "leaflet.markercluster/dist/MarkerCluster.css": "markercluster/MarkerCluster.css",
  "leaflet.markercluster/dist/MarkerCluster.Default.css": "markercluster/MarkerCluster.Default.css",
  "leaflet.markercluster/MIT-LICENCE.txt": "markercluster/LICENSE",
  "leaflet.heat/dist/leaflet-heat.js": "heat/leaflet-heat.js",
  "leaflet.heat/LICENSE": "heat/LICENSE",
  "jquery/dist/jquery.min.js": "jquery/jquery.min.js",
  "jquery/LICENSE.txt": "jquery/LICENSE",
  [`${FONT}/LICENSE`]: "fonts/LICENSE",
};

function fontFiles() {
  return Object.keys(SUBSETS).flatMap((subset) =>
    WEIGHTS.map((weight) => `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`),
  );
}

function fontStyles() {
  const faces = Object.entries(SUBSETS).flatMap(([subset, range]) =>
    WEIGHTS.map(
      (weight) => `@font-face {
  font-family: "Atkinson Hyperlegible Next";
  font-style: normal;
  font-weight: ${weight};
  font-display: swap;
  src: url("atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2") format("woff2");
  unicode-range: ${range};
}
`,
    ),
  );
  return faces.join("");
}

async function checkSubsets() {
  for (const [subset, range] of Object.entries(SUBSETS)) {
    const sheet = await readFile(join(packages, FONT, `${subset}-400.css`), "utf8");
    if (sheet.includes("unicode-range") && !sheet.includes(range)) {
      throw new Error(`the font's ${subset} characters differ from those listed in vendor.mjs`);
    }
  }
}

async function copy(from, to) {
  await mkdir(dirname(join(fresh, to)), { recursive: true });
  await cp(join(packages, from), join(fresh, to), { recursive: true });
}

try {
  await rm(fresh, { recursive: true, force: true });
  await checkSubsets();
  for (const [from, to] of Object.entries(COPIES)) await copy(from, to);
  for (const file of fontFiles()) await copy(`${FONT}/files/${file}`, `fonts/${file}`);
  await writeFile(join(fresh, "fonts/fonts.css"), fontStyles());
  // Swapped in whole, so that a server running meanwhile never sees half of it.
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
  console.log("mapper/vendor is up to date");
} catch (error) {
  console.error(`The browser libraries could not be put together: ${error.message}`);
  process.exit(1);
}
