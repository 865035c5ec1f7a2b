// Builds one script per page from src/ into gridward/web/static/bundles/ (git-ignored, made at set-up).
// Chunks shared by several pages have a hash in their name; entries are found by name ({% bundle %}).
import { createHash } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { buildLight } from "./light.mjs";
import { webFormsVendor } from "./vendor/web-forms.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, "../gridward/web/static/bundles");
const pages = ["console", "phone", "form", "map", "chart", "picker", "typing", "field", "field-form", "review", "queue"];

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

const [built] = await Promise.all([
  esbuild.build({
    ...common,
    metafile: true,
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
  buildLight(out),
]);

// What the service worker keeps: the two pages of the worker's phone with everything they load. A revision
// is the hash of the content, so that a phone fetches only what has changed.
const web = path.resolve(here, "../gridward/web");
const hash = (file) => createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 20);
const needed = new Set();

function need(output) {
  if (needed.has(output) || !built.metafile.outputs[output]) return; // a picture inside a style sheet
  needed.add(output);
  const { imports, cssBundle } = built.metafile.outputs[output];
  for (const { path: other, external } of imports) if (!external) need(other);
  if (cssBundle) need(cssBundle);
}
for (const output of ["field.js", "field-form.js"]) need(path.relative(here, path.join(out, output)).replaceAll(path.sep, "/"));
const pictures = ["icons.svg", "logo.svg", "phone-192.png", "phone-512.png", "phone-maskable.png"];
const precache = [
  { url: "/phone/", revision: hash(path.join(web, "templates/web/field.html")) },
  { url: "/phone/form", revision: hash(path.join(web, "templates/web/field_form.html")) },
  { url: "/static/web/phone.webmanifest", revision: hash(path.join(web, "static/web/phone.webmanifest")) },
  ...pictures.map((name) => ({ url: `/static/web/img/${name}`, revision: hash(path.join(web, "static/web/img", name)) })),
  ...[...needed].sort().map((name) => ({ url: `/static/bundles/${path.basename(name)}`, revision: hash(path.join(here, name)) })),
];
await esbuild.build({
  ...common, entryPoints: ["src/service-worker.js"], outdir: out, format: "iife",
  define: { __PRECACHE__: JSON.stringify(precache), "process.env.NODE_ENV": '"production"' },
});

const rows = [];
for (const name of (await readdir(out)).sort()) {
  const file = path.join(out, name);
  rows.push([name, (await stat(file)).size, gzipSync(readFileSync(file)).length]);
}
for (const [name, raw, zipped] of rows) {
  console.log(`${name.padEnd(26)} ${String(Math.round(raw / 1024)).padStart(6)} kB ${String(Math.round(zipped / 1024)).padStart(6)} kB gzip`);
}
