// Several people in one go: who is filled in already, and what the next one has in common with them.
import { made } from "./done.js";
import { say } from "./words.js";

/** The values that the next person has in common: `paths` such as /data/address. */
export function common(values, paths) {
  const found = {};
  for (const path of paths) {
    const name = path.split("/").pop();
    if (values[name] !== undefined) found[name] = values[name];
  }
  return found;
}

function button(text, look, deed, about) {
  const one = made("button", look, text);
  one.type = "button";
  one.setAttribute("aria-label", `${text} ${about}`);
  one.addEventListener("click", deed);
  return one;
}

/** Draws the list. `deeds`: {change(n), remove(n), same(on)}; `last`: whose places may be taken over. */
export function drawPeople(section, people, deeds, last) {
  section.hidden = !people.length;
  const list = made("ul");
  people.forEach((one, n) => {
    const item = made("li"), name = one.name || say("Somebody");
    item.append(made("b", "", name), made("span", one.xml ? "good" : "open", say(one.xml ? "filled in" : "not finished")));
    item.append(button(say("Change"), "quiet", () => deeds.change(n), name), button(say("Remove"), "quiet", () => deeds.remove(n), name));
    list.append(item);
  });
  section.replaceChildren(made("h2", "", `${say("People filled in")} · ${people.length}`), list);
  if (!last) return;
  const next = made("div", "next");
  next.append(made("h3", "", say("The next person")), made("p", "hint", say("Address, phone and the like were taken over.")));
  if (last.same) {
    const label = made("label", "choice"), tick = made("input"), words = made("span", "", say("Was at the same places as {name}", { name: last.name }));
    tick.type = "checkbox";
    tick.checked = last.on;
    tick.addEventListener("change", () => deeds.same(tick.checked));
    label.append(tick, words);
    next.append(label);
  }
  section.append(next);
}
