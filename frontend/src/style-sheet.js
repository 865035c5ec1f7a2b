// Rules made by a library at run time, added to a style sheet of ours. The content security policy forbids
// <style> elements made by script but not the CSS object model; this also works on Safari 15, which has
// no constructable style sheets.
const added = new Set();

function* statements(css) {
  let depth = 0, start = 0, quote = "";
  const text = css.replace(/\/\*[^]*?\*\//g, "");
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i];
    if (quote) {
      if (sign === "\\") i += 1;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "{") depth += 1;
    else if ((sign === "}" && --depth === 0) || (sign === ";" && depth === 0)) {
      yield text.slice(start, i + 1).trim();
      start = i + 1;
    }
  }
}

function sheet() {
  const link = document.querySelector('link[rel="stylesheet"]:is([href*="bundles/form"], [href*="bundles/field-form"])');
  return link && link.sheet;
}

export function style(css, name) {
  const key = `${name}\n${css}`;
  const target = sheet();
  if (!css || added.has(key) || !target) return;
  added.add(key);
  for (const rule of statements(css)) {
    try {
      target.insertRule(rule, target.cssRules.length);
    } catch {
      // A rule this browser does not know is left out, as it would be in a file.
    }
  }
}
