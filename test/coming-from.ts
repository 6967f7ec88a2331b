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

const packages = ["@picot/runtime", "@picot/runtime/pool", "@picot/runtime/green", "@picot/services"];

/** Where each name is imported from: the first package that has it. Two of them have a TimeoutError; the lines mean the hand-off's. */
async function places(): Promise<ReadonlyMap<string, string>> {
  const found = new Map([
    ["spawn", "node:child_process"],
    ["type Startable", "@picot/services"],
  ]);
  for (const each of packages)
    for (const name of Object.keys((await import(each)) as object)) if (!found.has(name)) found.set(name, each);
  return found;
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
  const imports = [...(await places())]
    .filter(([name]) => uses(name))
    .map(([name, from]) => `import { ${name} } from "${from}";\n`);
  const given = 'const rates = new Rates();\nconst module = new URL("./layer.js", import.meta.url);\n';
  return `${imports.join("")}${heads[where] ?? ""}${given}${lines}process.exit();\n`;
}
