// The pages of residents are built by themselves: for older phones than the others, and with nothing of
// them. `node light.mjs` builds only these.
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));

export function buildLight(outdir = path.resolve(here, "../gridward/web/static/bundles")) {
  const common = { absWorkingDir: here, bundle: true, minify: true, legalComments: "none", charset: "utf8", outdir, logLevel: "warning" };
  return Promise.all([
    // The browsers inside WeChat and on phones of 2018: no optional chaining, no class fields.
    esbuild.build({
      ...common, target: "es2018", format: "esm", splitting: true, chunkNames: "light-[hash]",
      entryPoints: { light: "src/light.js", "light-look": "src/light-look.js" },
    }),
    esbuild.build({ ...common, target: "es5", format: "iife", entryPoints: { "light-old": "src/light-old.js" } }),
    esbuild.build({ ...common, target: "es2018", entryPoints: { light: "src/light.css", "light-noscript": "src/light-noscript.css" } }),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildLight();
