// A submission out of a few answers, in the shape of the form's own instance: what a tap becomes.
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => ESCAPES[sign]);

function template(form) {
  const instance = form.querySelector("model > instance");
  if (!instance?.firstElementChild) throw new Error("The form has no instance.");
  return instance.firstElementChild;
}

/** The names of the questions of a form. */
export function questions(xml) {
  const leaves = [...template(new DOMParser().parseFromString(xml, "text/xml")).querySelectorAll("*")];
  return new Set(leaves.filter((one) => !one.children.length).map((one) => one.localName));
}

/** The XForm with these answers already in its instance; names it does not know are left out. */
export function prefilled(xml, answers) {
  const form = new DOMParser().parseFromString(xml, "text/xml");
  for (const leaf of template(form).querySelectorAll("*")) {
    if (!leaf.children.length && leaf.localName in answers) leaf.textContent = answers[leaf.localName];
  }
  return new XMLSerializer().serializeToString(form);
}

function written(node, answers, attributes = "") {
  const name = node.localName;
  if (node.children.length) {
    // The template of a repeat is no row.
    const inside = [...node.children].filter((child) => ![...child.attributes].some((one) => one.localName === "template"));
    return `<${name}${attributes}>${inside.map((child) => written(child, answers)).join("")}</${name}>`;
  }
  const value = answers[name] ?? node.textContent;
  return value === "" ? `<${name}/>` : `<${name}>${safe(value)}</${name}>`;
}

/** The parts of a submission: the XML under a new instanceID, and the pictures it names. */
export function submission(xml, answers, { at, pictures = {} }) {
  const root = template(new DOMParser().parseFromString(xml, "text/xml"));
  const id = `uuid:${identity()}`;
  const stamp = new Date(at).toISOString();
  const named = Object.fromEntries(Object.entries(pictures).map(([question, { name }]) => [question, name]));
  const all = { start: stamp, end: stamp, ...answers, ...named, instanceID: id };
  const body = written(root, all, ` id="${safe(root.getAttribute("id"))}" version="${safe(root.getAttribute("version") ?? "")}"`);
  const parts = [{ name: "xml_submission_file", file: new Blob([`<?xml version="1.0" encoding="utf-8"?>${body}`], { type: "text/xml" }), filename: "submission.xml" }];
  for (const { name, file } of Object.values(pictures)) parts.push({ name, file, filename: name });
  return { id, parts };
}

function identity() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // without https
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
