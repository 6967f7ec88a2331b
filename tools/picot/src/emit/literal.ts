import type { Timeout } from "../model.ts";

/** Text as a string literal, whatever is in it. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u2028\u2029\u007f]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** A property's name in an object literal. */
export function propertyKey(name: string): string {
  return identifier.test(name) ? name : quote(name);
}

/** The name of a class member; one that is no identifier is computed, so that it means nothing else. */
export function memberName(name: string): string {
  // A facade that blocks is iterated over, and disposed of, by what does not await.
  if (name === "@@asyncIterator") return "[Symbol.iterator]";
  if (name === "@@asyncDispose") return "[Symbol.dispose]";
  return identifier.test(name) ? name : `[${quote(name)}]`;
}

/** `.name`, or `["a name"]`. */
export function propertyAccess(name: string): string {
  return identifier.test(name) ? `.${name}` : `[${quote(name)}]`;
}

/** Milliseconds, grouped as people read them: 5_000. */
export function milliseconds(timeout: Exclude<Timeout, "forever">): string {
  const [whole = "", fraction] = String(timeout).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, "_");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Text inside a comment of one line. */
export function inLineComment(text: string): string {
  return [...text].map((char) => (char < " " || "\u007f\u2028\u2029".includes(char) ? "?" : char)).join("");
}
