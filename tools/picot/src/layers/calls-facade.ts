import { calledBy, firstIn } from "./code/called.ts";
import { namesIn } from "./code/names.ts";
import { placeOf } from "./code/place-of.ts";
import { whenOf } from "./code/when.ts";
import { asked, facadeValues } from "./facade-values.ts";
import type { Finding, LayerRule } from "./rule.ts";

/** The reactor layer calls no function of the project's own that calls a facade: it would wait for itself there, too. */
export const callsFacade: LayerRule = (file, project) => {
  if (project.roleOf(file).layer !== "reactor") return [];
  const found: Finding[] = [];
  for (const node of namesIn(file.program).nodes()) {
    const called = calledBy(node, file, project);
    if (called === null || whenOf(node, namesIn(file.program)) === "apart") continue;
    const values = facadeValues(called.file, project);
    const inner = firstIn(called, (each, above) => {
      const what = asked(each, above, values);
      return what === null ? null : { what, each };
    });
    if (inner === null) continue;
    const where = placeOf(inner.each, called.file, project);
    found.push({
      code: "calls-facade",
      node,
      sentence: `${called.name} calls a facade, ${inner.what} (${where}), and here that runs in the reactor, which would wait for itself.`,
      wayOut:
        "Await the async class itself; or let a thread of the pool run what calls the facade: tag it @blocking, and await its twin.",
      edits: null,
    });
  }
  return found;
};
