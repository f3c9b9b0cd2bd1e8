// Copies the browser libraries that pages load from /vendor/ out of node_modules into mapper/vendor.
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const packages = join(top, "node_modules");
const target = join(top, "mapper/vendor");
const fresh = `${target}.new`;

const FONT = "@fontsource/atkinson-hyperlegible-next";
const SUBSETS = ["latin", "latin-ext"];
const WEIGHTS = [400, 700];

/** Package path → path under /vendor/. Folders are copied whole. */
const COPIES = {
  "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
  "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
  "leaflet/dist/images": "leaflet/images",
  "leaflet/LICENSE": "leaflet/LICENSE",
  "jquery/dist/jquery.min.js": "jquery/jquery.min.js",
  "jquery/LICENSE.txt": "jquery/LICENSE",
  [`${FONT}/LICENSE`]: "fonts/LICENSE",
};

function fontFiles() {
  return SUBSETS.flatMap((subset) =>
    WEIGHTS.map((weight) => `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`),
  );
}

/** The font's own style sheets, pointing at the woff2 files beside them and nothing else. */
async function fontStyles() {
  const sheets = WEIGHTS.map((weight) => readFile(join(packages, FONT, `${weight}.css`), "utf8"));
  return (await Promise.all(sheets))
    .join("\n")
    .replaceAll(/, url\([^)]*\.woff\) format\('woff'\)/g, "")
    .replaceAll("./files/", "");
}

async function copy(from, to) {
  const path = join(fresh, to);
  await mkdir(dirname(path), { recursive: true });
  await cp(join(packages, from), path, { recursive: true });
  if (path.endsWith(".js")) {
    const code = await readFile(path, "utf8");
    await writeFile(path, code.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
  }
}

try {
  await rm(fresh, { recursive: true, force: true });
  for (const [from, to] of Object.entries(COPIES)) await copy(from, to);
  for (const file of fontFiles()) await copy(`${FONT}/files/${file}`, `fonts/${file}`);
  await writeFile(join(fresh, "fonts/fonts.css"), await fontStyles());
  // Swapped in whole, so that a server running meanwhile never sees half of it.
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
  console.log("mapper/vendor is up to date");
} catch (error) {
  console.error(`The browser libraries could not be put together: ${error.message}`);
  process.exit(1);
}
