// Builds one script per page from src/ into gridward/web/static/bundles/ (git-ignored, made at set-up).
// Chunks shared by several pages have a hash in their name; entries are found by name ({% bundle %}).
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { webFormsVendor } from "./vendor/web-forms.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, "../gridward/web/static/bundles");
const pages = ["console", "phone", "form", "map", "chart", "picker"];

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  legalComments: "none",
  charset: "utf8",
  // Top-level await in web-forms needs at least these (measured; older ones fail to compile).
  target: ["chrome89", "safari15", "firefox90"],
  loader: { ".svg": "dataurl" },
  logLevel: "warning",
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

await Promise.all([
  esbuild.build({
    ...common,
    entryPoints: Object.fromEntries(pages.map((page) => [page, `src/${page}.js`])),
    outdir: out,
    format: "esm",
    splitting: true,
    chunkNames: "chunk-[hash]",
    define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
    plugins: [webFormsVendor()],
  }),
  // MapLibre's worker is a module of its own; the page is told where it lies (src/map.js).
  esbuild.build({ ...common, entryPoints: { "map-worker": "maplibre-gl/dist/maplibre-gl-worker.mjs" }, outdir: out, format: "esm" }),
  esbuild.build({ ...common, entryPoints: { tabler: "@tabler/core/dist/css/tabler.css" }, outdir: out }),
]);

const rows = [];
for (const name of (await readdir(out)).sort()) {
  const file = path.join(out, name);
  rows.push([name, (await stat(file)).size, gzipSync(readFileSync(file)).length]);
}
for (const [name, raw, zipped] of rows) {
  console.log(`${name.padEnd(26)} ${String(Math.round(raw / 1024)).padStart(6)} kB ${String(Math.round(zipped / 1024)).padStart(6)} kB gzip`);
}
