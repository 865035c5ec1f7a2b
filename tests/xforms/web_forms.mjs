// web-forms' own engine as one script for a browser page: the file that residents and workers get,
// with its way to load a form laid open. Printed on stdout; tests run it in Chromium.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const frontend = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../frontend");
const esbuild = createRequire(path.join(frontend, "package.json"))("esbuild");
const { ENGINE, patched } = await import(path.join(frontend, "vendor/web-forms.mjs"));
const ENTRY = `
import { gwLoadForm } from "web-forms-chunk";

/** The text that web-forms computes for each question with a calculation, by its path. */
globalThis.gwComputed = async (xml) => {
  const loaded = await gwLoadForm(xml, { missingResourceBehavior: "BLANK", fetchFormAttachment: async () => new Response("", { status: 404 }) });
  if (loaded.status !== "success") throw loaded.error;
  const found = {};
  const walk = (node) => {
    const { reference, children, value } = node.currentState;
    if (children) children.forEach(walk);
    else found[reference] = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
  };
  walk(loaded.createInstance().root);
  return found;
};
`;

const opened = {
  name: "web-forms-opened",
  setup(build) {
    build.onResolve({ filter: /^web-forms-chunk$/ }, async () => {
      const index = path.join(frontend, "node_modules/@getodk/web-forms/dist/index.js");
      const [, chunk] = /from "\.\/(index-[^"]+\.js)"/.exec(await readFile(index, "utf8"));
      return { path: path.join(path.dirname(index), chunk) };
    });
    build.onLoad({ filter: /web-forms[\\/]dist[\\/]index-[^\\/]*\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      if (!text.includes("}, loadForm = (")) throw new Error("web-forms has changed: its loadForm is not where it was");
      return { contents: `${patched(text, ENGINE, path.basename(file))}\nexport { loadForm as gwLoadForm };\n`, loader: "js" };
    });
  },
};

const built = await esbuild.build({
  stdin: { contents: ENTRY, resolveDir: frontend, loader: "js" },
  bundle: true, format: "esm", write: false, logLevel: "error", platform: "browser", target: "esnext",
  define: { "process.env.NODE_ENV": '"production"' }, plugins: [opened],
  loader: { ".svg": "text", ".css": "empty" },
});
process.stdout.write(built.outputFiles[0].text);
