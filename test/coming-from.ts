/** The lines of picot's in docs/coming-from.md, as two programs: those of applications, and those of the reactor layer. */

export interface Row {
  readonly name: string;
  /** Empty where there is no counterpart, for a reason that is given instead. */
  readonly where: string;
  readonly code: string;
  readonly reason: string;
}

export function rowsOf(page: string): readonly Row[] {
  return page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => {
      const [, name = "", , where = "", cell = ""] = line.split(/(?<!\\)\|/).map((each) => each.trim());
      const code = where === "" ? "" : (/^`([^`]+)`/.exec(cell)?.[1] ?? "").replaceAll("\\|", "|");
      return { name, where, code, reason: cell };
    });
}

/** What the packages export: what a line names is imported from where it is. */
async function exportsOf(): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = async (name: string): Promise<string[]> => Object.keys((await import(name)) as object);
  const runtime = await names("@picot/runtime");
  const services = await names("@picot/services");
  return new Map([
    ["@picot/runtime", runtime],
    ["@picot/runtime/pool", await names("@picot/runtime/pool")],
    // Both have a TimeoutError; the lines mean the hand-off's.
    ["@picot/services", [...services.filter((each) => !runtime.includes(each)), "type Startable"]],
    ["node:child_process", ["spawn"]],
  ]);
}

const heads: Readonly<Record<string, string>> = {
  app: 'import * as layer from "./layer.js";\nimport { Rates } from "./rates.facade.js";\n',
  reactor: 'import { Rates } from "./rates.reactor.js";\n',
};

/** A program that prints the name of each row of that place, and then runs its line. */
export async function program(rows: readonly Row[], where: string): Promise<string> {
  const lines = rows
    .filter((row) => row.where === where)
    .map(({ name, code }) => `console.log(${JSON.stringify(name)});\n{\n  ${code}\n}\n`)
    .join("");
  const uses = (name: string): boolean => new RegExp(`\\b${name.replace("type ", "")}\\b`).test(lines);
  const imports = [...(await exportsOf())].map(([from, names]) => {
    const used = names.filter(uses);
    return used.length === 0 ? "" : `import { ${used.join(", ")} } from "${from}";\n`;
  });
  const given = 'const rates = new Rates();\nconst module = new URL("./layer.js", import.meta.url);\n';
  return `${imports.join("")}${heads[where] ?? ""}${given}${lines}process.exit();\n`;
}
