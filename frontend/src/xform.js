// What the page must know of an XForm: its title, its languages, and the identity of an answer.

const CODES = { zh: /^(zh|cmn)\b|中文|汉语|chinese/i, en: /^en\b|english|英/i };

/** The XForm with its translation of `language` made the default, and its title. */
export function inLanguage(xml, language) {
  const form = new DOMParser().parseFromString(xml, "text/xml");
  const title = form.querySelector("head > title, title")?.textContent ?? "";
  const translations = [...form.getElementsByTagName("translation")];
  const wanted = translations.find((one) => {
    const name = one.getAttribute("lang") ?? "";
    const code = /\(([\w-]+)\)\s*$/.exec(name)?.[1];
    return CODES[language].test(code ?? name);
  });
  if (!wanted) return { xml, title };
  for (const one of translations) one.removeAttribute("default");
  wanted.setAttribute("default", "true()");
  return { xml: new XMLSerializer().serializeToString(form), title };
}

/** The XForm without a size for pictures. Hazard: web-forms makes them small in the background, and a form that
 * is sent in that second goes without its picture; picture.js makes them small when they are sent. */
export const ownPictures = (xml) => xml.replace(/\s(?:\w+:)?max-pixels="\d+"/g, "");

/** The parts of a submission as plain records: a FormData cannot be kept in the browser's database. */
export function partsOf(data) {
  return [...data.entries()].map(([name, file]) => ({ name, file, filename: file.name ?? name }));
}

async function answered(parts) {
  const main = parts.find((part) => part.name === "xml_submission_file");
  return new DOMParser().parseFromString(await main.file.text(), "text/xml");
}

/** The instanceID of a submission, such as `uuid:2f9c…`. */
export async function identityOf(parts) {
  const [id] = (await answered(parts)).getElementsByTagNameNS("*", "instanceID");
  if (!id?.textContent) throw new Error("the submission has no instanceID");
  return id.textContent;
}

/** The answers by question name; the last one of a repeat. */
export async function answersOf(parts) {
  const leaves = [...(await answered(parts)).querySelectorAll("*")].filter((one) => !one.children.length);
  return Object.fromEntries(leaves.map((one) => [one.localName, one.textContent]));
}
