import type { ProblemCode } from "../problem.ts";
import { blocksEventLoop } from "./blocks-event-loop.ts";
import { blocksReactor } from "./blocks-reactor.ts";
import { callsFacade } from "./calls-facade.ts";
import { isIgnored } from "./ignored.ts";
import { importsBlocking } from "./imports-blocking.ts";
import { importsDeferred } from "./imports-deferred.ts";
import { importsFacade } from "./imports-facade.ts";
import { importsReactorLayer } from "./imports-reactor-layer.ts";
import { perThreadState } from "./per-thread-state.ts";
import { processCopy, processState } from "./process-state.ts";
import type { LayerRule } from "./rule.ts";
import { sharedConnection } from "./shared-connection.ts";
import { thickWrapper } from "./thick-wrapper.ts";
import { touchesHandoff } from "./touches-handoff.ts";

/** Each rule by its code, which is that of the problems that it finds. */
export const layerRules = {
  "blocks-event-loop": heeding(blocksEventLoop),
  "blocks-reactor": heeding(blocksReactor),
  "calls-facade": heeding(callsFacade),
  "imports-blocking": heeding(importsBlocking),
  "imports-deferred": heeding(importsDeferred),
  "imports-facade": heeding(importsFacade),
  "imports-reactor-layer": heeding(importsReactorLayer),
  "per-thread-state": heeding(perThreadState),
  "process-copy": heeding(processCopy),
  "process-state": heeding(processState),
  "shared-connection": heeding(sharedConnection),
  "thick-wrapper": heeding(thickWrapper),
  "touches-handoff": heeding(touchesHandoff),
} as const satisfies { readonly [code in ProblemCode]?: LayerRule };

export type LayerCode = keyof typeof layerRules;

/** Those of which `picot fix`, and a linter with `--fix`, mends what is certain. */
export const mendable: readonly LayerCode[] = ["imports-blocking", "imports-deferred", "imports-reactor-layer"];

/** A rule that says nothing of what its file says is meant. */
function heeding(rule: LayerRule): LayerRule {
  return (file, project) => rule(file, project).filter((found) => !isIgnored(found, file.text));
}
