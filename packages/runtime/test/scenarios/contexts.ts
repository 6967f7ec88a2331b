/** Values that travel with calls. */
import { isPicotError, contextValue, eventual } from "@picot/runtime";
import { callFromThread } from "@picot/runtime/pool";
import { requestId, tags, users } from "../fixtures/context-names.ts";
import { Contexts } from "../fixtures/contexts.facade.ts";
import { thrownBy } from "./hand-made.ts";

export function seen(): unknown {
  const contexts = new Contexts();
  const none = [contexts.now(), contexts.later()];
  const inside = requestId.with("r1", () => [contexts.now(), contexts.later(), [...contexts.items()]]);
  const nested = requestId.with("r2", () => [requestId.with("r3", () => contexts.later()), contexts.later()]);
  const soon = requestId.with("r4", () => eventual(contexts).later());
  const jobs = requestId.with("r5", () =>
    users.run({ name: "ann" }, () => [contexts.job("seen"), contexts.job("passedOn")]),
  );
  return { none, inside, nested, soon: requestId.with("r6", () => soon.wait(5_000)), jobs, after: contexts.now() };
}

export function unaffected(): unknown {
  const contexts = new Contexts();
  return requestId.with("r1", () =>
    tags.with(["mine"], () => ({ there: contexts.change(), here: [requestId.get(), tags.get()] })),
  );
}

export function callbacks(): unknown {
  const contexts = new Contexts();
  const see = (): unknown => [requestId.get(), contexts.later(), users.getStore()?.name];
  const blocking = requestId.with("r1", () => contexts.callBack(see));
  // It runs where another value is set.
  const soon = requestId.with("r2", () => users.run({ name: "bob" }, () => eventual(contexts).callBack(see)));
  const other = requestId.with("r3", () => soon.wait(5_000));
  return { blocking, other };
}

export function ownStorage(): unknown {
  const contexts = new Contexts();
  return [contexts.user(), users.run({ name: "ann" }, () => contexts.user())];
}

export function refused(): unknown {
  const contexts = new Contexts();
  const handler = contextValue<unknown>("handler");
  const error = (run: () => unknown): unknown => {
    const thrown = thrownBy(run);
    return isPicotError(thrown) ? [thrown.code, thrown.message] : String(thrown);
  };
  return {
    function: error(() => handler.with({ f: () => 1 }, () => contexts.now())),
    facade: error(() => handler.with(contexts, () => contexts.now())),
    name: error(() => contextValue("")),
    // Names that objects have a meaning for.
    strange: contextValue<string>("__proto__").with("a", () => requestId.with("r1", () => contexts.now())),
  };
}

export function posts(): unknown {
  const contexts = new Contexts();
  const module = new URL("../fixtures/contexts.reactor.js", import.meta.url);
  requestId.with("r1", () => callFromThread(module, "note"));
  callFromThread(module, "note");
  contexts.post();
  return contexts.posted(4);
}
