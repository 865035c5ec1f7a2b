// Small parts of pages: element("button", { class: "…", click: deed }, "text", child).
export function element(name, traits = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(traits)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.flat(Infinity).filter((one) => one !== undefined && one !== null && one !== false && one !== ""));
  return made;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `/static/web/img/icons.svg#${name}`);
  svg.append(use);
  return svg;
}
