// The interpreter of the light page, asked from tests: JSON in on stdin, JSON out. Nothing of a browser.
import { readFileSync } from "node:fs";
import { FUNCTIONS, WITH_CONTEXT } from "../../frontend/src/light/functions.js";
import { Model } from "../../frontend/src/light/model.js";
import { textOf } from "../../frontend/src/light/values.js";

const DEEDS = {
  functions: () => [...Object.keys(FUNCTIONS), ...Object.keys(WITH_CONTEXT)].sort(),
  /** Answers into a form: what applies, what is wrong, the submission. */
  fill({ program, at, values }) {
    const model = new Model(program, () => Date.parse(at));
    model.filled(values);
    const flaws = {}, off = [];
    const walk = (node) => {
      if (node.off) off.push(node.key);
      const flaw = model.flaw(node);
      if (flaw) flaws[node.key] = flaw;
      node.kids.forEach(walk);
    };
    walk(model.root);
    return { flaws, off, xml: model.xml({ instance: "uuid:test" }) };
  },
  /** The value of each [tree, path, row] as text; what this page does not know is null. */
  evaluate({ program, at, values, expressions }) {
    const model = new Model(program, () => Date.parse(at));
    model.filled(values);
    return expressions.map(([tree, path, row]) => {
      try {
        return textOf(model.run(tree, model.nodes(path)[row]));
      } catch (wrong) {
        return wrong instanceof SyntaxError ? null : String(wrong);
      }
    });
  },
  /** What a question offers whose list depends on answers: [[value, words]] for each path. */
  choices({ program, at, values, paths }) {
    const model = new Model(program, () => Date.parse(at));
    model.filled(values);
    return paths.map((path) => model.choices(path, model.nodes(path)[0]));
  },
};

const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(asked.map(({ deed, ...given }) => DEEDS[deed](given))));
