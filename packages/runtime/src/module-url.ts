/** How modules of the reactor layer are named: by URL, in any thread. */
import { ArgumentError } from "./errors.ts";

/** The URL that names a module of the reactor layer. `name` is for the refusal. */
export function referenceUrl(module: string | URL, name: string): string {
  const url = String(module);
  // A relative path would be resolved against a module of picot's own, in another thread.
  if (!/^(file|data|node):/.test(url))
    throw new ArgumentError(
      `${name}: name its module by URL, as new URL("./module.js", import.meta.url); got ${JSON.stringify(url)}.`,
    );
  return url;
}

/** The reactor-layer module has the extension that the generated module runs with: `.ts` as source, `.js` when built. */
export function moduleUrl(url: string, module: string): string {
  // What its package exports under the name that the facade has asked for.
  if (/^[a-z]+:/.test(module)) return module;
  const extension = /\.[cm]?[jt]sx?(?=$|[?#])/.exec(url)?.[0];
  if (extension === undefined)
    throw new ArgumentError(
      `${url}: a generated facade must stay a module of its own; it cannot find "${module}" from here.`,
    );
  return new URL(module + extension, url).href;
}
