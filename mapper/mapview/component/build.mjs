// Bundles the citizens' map (src/main.ts, src/main.css) into dist/main.js and dist/main.css, and the
// same with what only staff need (src/staff.*, src/upload.ts): bundles whole, so that citizens load
// one file.
// With --watch it rebuilds at every change and adds source maps.
import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const watch = process.argv.includes("--watch");

const options = {
  entryPoints: ["main.ts", "main.css", "staff.ts", "staff.css", "upload.ts"].map((name) =>
    join(here, "src", name),
  ),
  outdir: join(here, "dist"),
  bundle: true,
  format: "esm",
  target: "es2020",
  minify: !watch,
  sourcemap: watch ? "inline" : false,
  charset: "utf8",
  legalComments: "eof",
  // Pictures of a few hundred bytes travel with the style sheet: one request less.
  loader: { ".png": "dataurl", ".svg": "dataurl", ".woff2": "file" },
  external: ["/vendor/*"],
  logLevel: "warning",
};

for (const entry of options.entryPoints) {
  await stat(entry).catch(() => {
    console.error(`The map component cannot be built: ${entry} is missing.`);
    process.exit(1);
  });
}
await mkdir(options.outdir, { recursive: true });

if (watch) {
  const context = await esbuild.context({ ...options, logLevel: "info" });
  await context.watch();
} else {
  const result = await esbuild.build({ ...options, metafile: true }).catch(() => process.exit(1));
  for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
    console.log(`${file}  ${Math.round(bytes / 1024)} kB`);
  }
}
