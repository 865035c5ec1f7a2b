// Asks the offline search of the picker: a file of a county and texts on stdin, the codes found on stdout.
import { readFileSync } from "node:fs";
import { Places } from "../../frontend/src/place/search.js";

const { file, typed, near } = JSON.parse(readFileSync(0, "utf8"));
const places = new Places(file);
const found = Object.fromEntries(typed.map((text) => [text, places.search(text, { near }).map((one) => [one.value, one.label, one.detail, one.said])]));
const trees = Object.fromEntries(["", "430182109000", "110000000000"].map((code) => [code, places.below(code)?.results.map((one) => one.label) ?? null]));
console.log(JSON.stringify({ found, trees }));
