import * as promises from "node:fs/promises";
import { type Node, child } from "../ast.ts";
import type { SourceFile } from "../rule.ts";
import { busyLoop } from "./busy-loop.ts";
import { titleOf } from "./called.ts";
import { namesIn } from "./names.ts";
import { type Origin, originOf } from "./origin.ts";

/** A call that does not return before something outside of the thread has happened, or that computes for long. */
export interface BlockingCall {
  readonly node: Node;
  /** As a message names it: ``readFileSync() of node:fs``. */
  readonly what: string;
  /** What does the same and blocks nobody; null where there is nothing of that kind. */
  readonly instead: string | null;
  /** It makes something that is there for blocking calls only: no time is right for it. */
  readonly always: boolean;
}

/** Those of node:crypto that take long on purpose, or by their nature. */
const slow = new Set([
  "argon2Sync",
  "checkPrimeSync",
  "generateKeyPairSync",
  "generatePrimeSync",
  "pbkdf2Sync",
  "scryptSync",
]);

/** Packages that are there to block: what they make blocks with every call, or they do at once. */
const blockers: Readonly<Record<string, { readonly names: RegExp; readonly makes: boolean }>> = {
  "await-sync": { names: /^createWorker$/, makes: true },
  "better-sqlite3": { names: /^(?:Database)?$/, makes: true },
  "better-sqlite3-multiple-ciphers": { names: /^(?:Database)?$/, makes: true },
  "bun:sqlite": { names: /^Database$/, makes: true },
  deasync: { names: /^/, makes: false },
  libsql: { names: /^(?:Database)?$/, makes: true },
  "make-synchronous": { names: /^(?:makeSynchronous.*)?$/, makes: true },
  "node:sqlite": { names: /^DatabaseSync$/, makes: true },
  "prompt-sync": { names: /^$/, makes: true },
  "readline-sync": { names: /^/, makes: false },
  "sync-fetch": { names: /^$/, makes: false },
  "sync-request": { names: /^$/, makes: false },
  "sync-rpc": { names: /^$/, makes: true },
  "sync-threads": { names: /^createSyncFn$/, makes: true },
  synckit: { names: /^createSyncFn$/, makes: true },
};

/** Where it is not just without its `Sync`. */
const plainNames: Readonly<Record<string, string>> = { existsSync: "access", spawnSync: "execFile" };

/** Null for whatever blocks nobody, as far as names tell. `isOwn`: a specifier leads to a file of the project. */
export function blockingCall(node: Node, file: SourceFile, isOwn: (specifier: string) => boolean): BlockingCall | null {
  const loop = busyLoop(node, namesIn(file.program));
  if (loop !== null) {
    const instead = "Await a timer, or what the loop waits for";
    return { node, what: `A loop that looks at ${loop} until time is up`, instead, always: false };
  }
  const isTemplate = node.type === "TaggedTemplateExpression";
  if (!isTemplate && node.type !== "CallExpression" && node.type !== "NewExpression") return null;
  const callee = child(node, isTemplate ? "tag" : "callee");
  const from = originOf(callee, namesIn(file.program));
  const kind = from === null ? null : kindOf(from, isOwn);
  if (from === null || kind === null) return null;
  const isPlain = from.path.length === 0 || from.path.at(-1) === "sync";
  const verb = isPlain ? titleOf(node, file) : `${node.type === "NewExpression" ? "new " : ""}${from.path.join(".")}()`;
  const what = from.module === null ? verb : `${verb} of ${from.module}`;
  return { node, what, instead: kind.instead, always: kind.always };
}

function kindOf(
  { module, path }: Origin,
  isOwn: (specifier: string) => boolean,
): Pick<BlockingCall, "instead" | "always"> | null {
  const name = path.at(-1) ?? "";
  const whole = path.join(".");
  const kind = (instead: string | null, always = false): ReturnType<typeof kindOf> => ({ instead, always });
  if (module === null) {
    if (whole === "Atomics.wait") return kind("Await Atomics.waitAsync(), or a message");
    return /^(?:Deno|Bun)\..*[a-z]Sync$/.test(whole) ? kind(`Await ${whole.replace(/Sync$/, "")}()`) : null;
  }
  const special = blockers[module];
  if (special?.names.test(whole) === true) return kind(null, special.makes);
  const isSync = /[a-z]Sync$/.test(name) || (name === "sync" && !module.startsWith("node:"));
  // What the project's own functions do, their text tells, and not their names.
  if (!isSync || /^[./#~]/.test(module) || isOwn(module)) return null;
  const plain = plainNames[name] ?? name.replace(/Sync$/, "");
  switch (module) {
    case "node:fs":
      return kind(
        plain in promises ? `Await ${plain}() of node:fs/promises` : "Await what node:fs/promises has for it",
      );
    case "node:zlib":
    case "node:child_process":
      return kind(`Await promisify(${plain})() (node:util)`);
    case "node:crypto":
      return slow.has(name) ? kind(`Await promisify(${plain})() (node:util)`) : null;
    default:
      // React's flushSync and the like are about order, and wait for nothing.
      if (module.startsWith("node:") || name === "flushSync") return null;
      return kind(`Await what ${module} has beside it`);
  }
}
