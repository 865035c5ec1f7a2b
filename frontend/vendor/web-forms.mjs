// What must be changed in @getodk/web-forms 0.22.0 before it is bundled. Every replacement states how
// often it must match: an upgrade that moves a string fails the build instead of the user.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { PHRASES } from "../src/words-form.js";

const src = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../src");

// 1. Style elements made by script break `style-src 'self'`; the rules go into our own sheet instead.
const STYLES = [
  [`'style[data-primevue-style-id="'`, `'template[data-primevue-style-id="'`, 1],
  [`aA.createElement("style")`, `aA.createElement("template")`, 1],
  ["rA.value.textContent = PA", "gwStyle(PA, _A)", 1],
  ["tA.textContent = resetStyles, document.head.prepend(tA), ", "", 1], // see `resetOf`: kept inside <gw-form>
  [`const tA = document.createElement("style");\n    eA.use(PrimeVue`, "eA.use(PrimeVue", 1],
  [`this.styleElement = document.createElement("style")`, `this.styleElement = document.createElement("template")`, 1],
  ["this.styleElement.innerHTML = AA", "gwStyle(AA, this.$attrSelector)", 1],
  [`this.responsiveStyleElement = document.createElement("style")`, `this.responsiveStyleElement = document.createElement("template")`, 1],
  ["this.responsiveStyleElement.innerHTML = AA", "gwStyle(AA, this.$attrSelector)", 1],
];

// 2. Its expressions. The specification lets a date be an answer, as Collect and our server do; web-forms throws
// for decimal-date-time(${day}) and date(${moment}) and then does not open the form at all.
export const ENGINE = [
  [`case "STRING": {\n      const nA = tA.toString();`, `case "NODE":\n    case "STRING": {\n      const nA = tA.toString();`, 1],
  [`return new StringEvaluation(eA, "");\n      case "STRING": {\n        const rA = AA.toString();`, `return new StringEvaluation(eA, "");\n      case "NODE":\n      case "STRING": {\n        const rA = AA.toString();`, 1],
];

// 3. What it says when it cannot open a form: English, in a window that cannot be closed. <gw-form> says it instead.
const FAILURE = [
  ["const tA = {\n      DIALOG_TITLE:", `document.dispatchEvent(new CustomEvent("gw-form-failed", { detail: eA.error.message }));\n    const tA = {\n      DIALOG_TITLE:`, 1],
  ["visible: nA.value != null,\n      header: tA.DIALOG_TITLE", "visible: false,\n      header: tA.DIALOG_TITLE", 1],
];

// 4. Words written into the code. `PHRASES` has [as in the code, times, wrapped expression].

export function patched(text, replacements, file) {
  for (const [from, to, times] of replacements) {
    const found = text.split(from).length - 1;
    if (found !== times) throw new Error(`${file}: expected ${times} of ${JSON.stringify(from)}, found ${found}. web-forms has changed: look at vendor/web-forms.mjs.`);
    text = text.replaceAll(from, to);
  }
  return text;
}

function styleOf(entry) {
  const literal = /createTextNode\(('(?:[^'\\]|\\.)*')\)/s.exec(entry);
  if (!literal) throw new Error("web-forms: its stylesheet is no longer inside index.js");
  const css = vm.runInNewContext(literal[1]);
  // Roboto as base64 is 869 kB; Chinese text uses the fonts of the device anyway.
  return css.replace(/@font-face\{[^}]*\}/g, "");
}

function resetOf(main) {
  const literal = /resetStyles = `([^`]*)`/.exec(main);
  if (!literal) throw new Error("web-forms: resetStyles not found");
  return `:where(gw-form) {${literal[1]}}`;
}

export function webFormsVendor() {
  return {
    name: "web-forms-vendor",
    setup(build) {
      let reset = "";
      build.onLoad({ filter: /web-forms[\\/]dist[\\/]index-[^\\/]*\.js$/ }, async ({ path: file }) => {
        const text = await readFile(file, "utf8");
        const imports = `import { style as gwStyle } from ${JSON.stringify(path.join(src, "style-sheet.js"))};\nimport { say as gwSay } from ${JSON.stringify(path.join(src, "words.js"))};\n`;
        return { contents: imports + patched(text, [...STYLES, ...ENGINE, ...FAILURE, ...PHRASES], path.basename(file)), loader: "js" };
      });
      build.onLoad({ filter: /web-forms[\\/]dist[\\/]index\.js$/ }, async ({ path: file }) => {
        const text = await readFile(file, "utf8");
        const exports = text.slice(text.lastIndexOf("import {"));
        return { contents: `import "web-forms-style";\n${exports}`, loader: "js" };
      });
      build.onResolve({ filter: /^web-forms-style$/ }, ({ resolveDir }) => ({ path: path.join(resolveDir, "style.css"), namespace: "web-forms-style" }));
      build.onLoad({ filter: /.*/, namespace: "web-forms-style" }, async ({ path: file }) => {
        const dist = path.dirname(file);
        const entry = await readFile(path.join(dist, "index.js"), "utf8");
        const main = /from "\.\/(index-[^"]*)"/.exec(entry)[1];
        reset ||= resetOf(await readFile(path.join(dist, main), "utf8"));
        return { contents: reset + styleOf(entry).replace(/^@charset "UTF-8";/, ""), loader: "css" };
      });
    },
  };
}
