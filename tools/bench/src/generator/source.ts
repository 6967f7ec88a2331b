/** The text of one class of a synthetic project, and of the types that it shares with its neighbours. */

/** Classes that share one file of types, and stand in one folder. */
export const GROUP = 10;

/** Of these one leaves the types of a result to be inferred, and one takes the objects of another class. */
const SELDOM = 20;

const nouns = [
  "Order",
  "Invoice",
  "Customer",
  "Product",
  "Shipment",
  "Payment",
  "Account",
  "Ticket",
  "Session",
  "Report",
];

/** Every name is used once: `Order12`. */
export function nameOf(index: number): string {
  return `${nouns[index % nouns.length]}${Math.floor(index / nouns.length)}`;
}

/** A file's path under the project's `src`, without what follows the name. */
export function pathOf(index: number): string {
  return `${folderOf(index)}/${nameOf(index).toLowerCase()}`;
}

export function folderOf(index: number): string {
  return `area${Math.floor(index / GROUP)}`;
}

/** What every area imports. */
export const commonTypes = `export type Id = string & { readonly brand?: "id" };

/** Which part of a long list is meant. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

export interface Stamped {
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly tags: readonly string[];
}

export interface Stats {
  readonly count: number;
  readonly byTag: Map<string, number>;
  readonly last: Date | null;
}
`;

/** The types of one area: a row, a query and a result for each of its classes. */
export function areaTypes(first: number): string {
  const blocks = Array.from({ length: GROUP }, (_, at) => rowTypes(nameOf(first + at)));
  return ['import type { Id, Stamped } from "../common.js";', "", ...blocks].join("\n");
}

function rowTypes(name: string): string {
  return `/** One ${name.toLowerCase()}, as it is kept. */
export interface ${name}Row extends Stamped {
  readonly id: Id;
  readonly state: "open" | "closed" | "lost";
  readonly amount: number;
  readonly lines: readonly { readonly text: string; readonly cents: bigint }[];
  readonly parent: Id | null;
}

export interface ${name}Query {
  readonly states?: readonly ${name}Row["state"][];
  readonly since?: Date;
  readonly text?: string | RegExp;
}

export type ${name}Result = { readonly ok: true; readonly row: ${name}Row } | { readonly ok: false; readonly why: string };
`;
}

/** A class of 11 methods: overloaded, generic, with defaults and rest parameters, documented; a few with inferred results. */
export function classSource(index: number): string {
  const name = nameOf(index);
  const other = index % SELDOM === SELDOM - 1 ? nameOf(index - 1) : null;
  const infers = index % SELDOM === 0;
  return `import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Id, Page, Stats } from "../common.js";
import type { ${name}Query, ${name}Result, ${name}Row } from "./types.js";
${other === null ? "" : `import type { ${other} } from "./${other.toLowerCase()}.reactor.js";\n`}
export interface ${name}Options {
  readonly delay: number;
  readonly prefix?: string;
}

/**
 * Keeps every ${name.toLowerCase()}, and says what became of it.
 *
 * \`\`\`ts
 * const all = await store.list({ states: ["open"] });
 * \`\`\`
 * @reactor
 * @timeout 5s
 */
export class ${name} {
  readonly #rows = new Map<Id, ${name}Row>();
  readonly #options: ${name}Options;

  constructor(options: ${name}Options = { delay: 1 }) {
    this.#options = options;
  }

  /** The row of an id, or null. */
  async get(id: Id): Promise<${name}Row | null> {
    await this.#wait();
    return this.#rows.get(id) ?? null;
  }

  /**
   * All that a query asks for, in the order of their ids.
   * @param query What to look for.
   * @param page Which part of the list; all of it if left out.
   */
  async list(query: ${name}Query, page?: Page): Promise<readonly ${name}Row[]> {
    await this.#wait();
    const { states, since, text } = query;
    const found = [...this.#rows.values()].filter((row) => {
      if (states !== undefined && !states.includes(row.state)) return false;
      if (since !== undefined && row.updatedAt < since) return false;
      return text === undefined || row.lines.some((line) => line.text.search(text) >= 0);
    });
    const sorted = found.sort((a, b) => a.id.localeCompare(b.id));
    return page === undefined ? sorted : sorted.slice(page.offset, page.offset + page.limit);
  }

  /** One by its id, or several. */
  async find(id: Id): Promise<${name}Row>;
  async find(ids: readonly Id[]): Promise<${name}Row[]>;
  async find(ids: Id | readonly Id[]): Promise<${name}Row | ${name}Row[]> {
    await this.#wait();
    const wanted = typeof ids === "string" ? [ids] : ids;
    const found = wanted.flatMap((id) => this.#rows.get(id) ?? []);
    const [first] = found;
    if (first === undefined) throw new RangeError(\`no ${name.toLowerCase()} \${String(ids)}\`);
    return typeof ids === "string" ? first : found;
  }

  /**
   * Keeps a row, or says why not.
   * @timeout 10s
   */
  async save(row: ${name}Row, { force = false }: { readonly force?: boolean } = {}): Promise<${name}Result> {
    await this.#wait();
    const known = this.#rows.get(row.id);
    if (known !== undefined && !force && known.updatedAt > row.updatedAt) {
      return { ok: false, why: \`\${row.id} was changed at \${known.updatedAt.toISOString()}\` };
    }
    this.#rows.set(row.id, { ...row, tags: [...new Set(row.tags)].sort() });
    return { ok: true, row };
  }

  /** How many of these there were. */
  async remove(...ids: Id[]): Promise<number> {
    await this.#wait();
    return ids.filter((id) => this.#rows.delete(id)).length;
  }

  /** Counts by state. */
  async stats(): Promise<Map<${name}Row["state"], Stats>> {
    const all = new Map<${name}Row["state"], Stats>();
    for (const { state, tags, updatedAt } of this.#rows.values()) {
      const { count, byTag, last } = all.get(state) ?? { count: 0, byTag: new Map<string, number>(), last: null };
      for (const tag of tags) byTag.set(tag, (byTag.get(tag) ?? 0) + 1);
      all.set(state, { count: count + 1, byTag, last: last === null || last < updatedAt ? updatedAt : last });
    }
    return all;
  }

  /** Some fields of a row. */
  async pick<K extends keyof ${name}Row>(id: Id, ...keys: readonly K[]): Promise<Pick<${name}Row, K>> {
    const row = await this.find(id);
    // Of these keys, as the type says.
    return Object.fromEntries(keys.map((key) => [key, row[key]])) as unknown as Pick<${name}Row, K>;
  }

  /** The bytes of a file with all rows. */
  async dump(format: "json" | "csv"): Promise<Uint8Array> {
    const rows = [...this.#rows.values()];
    const lines = rows.map(({ id, state, amount }) => (format === "json" ? JSON.stringify({ id, state, amount }) : \`\${id},\${state},\${amount}\`));
    return new TextEncoder().encode(lines.join("\\n"));
  }

  /** The first and the last change. */
  async span(): Promise<[from: Date, to: Date] | null> {
    const times = [...this.#rows.values()].map(({ updatedAt }) => updatedAt.getTime());
    return times.length === 0 ? null : [new Date(Math.min(...times)), new Date(Math.max(...times))];
  }

  /** What identifies the content of all rows: \`await store.digest()\`. */
  async digest(${other === null ? "" : `beside?: ${other}`})${infers ? "" : ": Promise<string>"} {
    const hash = createHash("sha256").update(this.#options.prefix ?? "");
    ${other === null ? "" : "if (beside !== undefined) hash.update(await beside.digest());\n    "}for (const { id, amount } of this.#rows.values()) hash.update(\`\${id} \${amount}\`);
    return hash.digest("hex");
  }

  /** Until there is nothing open. @timeout forever */
  async settled(): Promise<void> {
    while ([...this.#rows.values()].some(({ state }) => state === "open")) await this.#wait();
  }

  async #wait(): Promise<void> {
    await sleep(this.#options.delay);
  }
}
`;
}

/** The same class with one method more, whose types are written, one of them imported: an edit as people make it. */
export function editedSource(index: number, edit: number): string {
  const name = nameOf(index);
  const method = `  /** The oldest that is open. */
  async oldest${edit}(page: Page): Promise<${name}Row | undefined> {
    return (await this.list({ states: ["open"] }, page)).at(0);
  }

  async #wait()`;
  return classSource(index).replace("  async #wait()", method);
}
