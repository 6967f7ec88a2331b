import { posix } from "node:path";

/** How `from` names `target`, in the way in which it named the module that this one replaces. Paths are absolute. */
export function specifierLike(given: string, from: string, target: string): string {
  const path = posix.relative(posix.dirname(from), target);
  const relative = path.startsWith("../") ? path : `./${path}`;
  if (/\.[mc]?tsx?$/.test(given)) return relative;
  if (/\.[mc]?jsx?$/.test(given)) return relative.replace(/\.([mc]?)tsx?$/, ".$1js");
  return relative.replace(/\.[mc]?tsx?$/, "");
}
