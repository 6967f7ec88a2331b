/** Facades as they run once TypeScript has built them. */
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "picot";
import { describe, expect, test } from "vitest";
import { TemporaryProject } from "./temporary-project.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

function run(project: TemporaryProject, file: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, ...args], {
    cwd: project.folder,
    encoding: "utf8",
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(`${file} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

const build = (project: TemporaryProject, ...args: readonly string[]): string =>
  run(project, `${root}/node_modules/typescript/bin/tsc`, ...args, "--pretty", "false");

function link(project: TemporaryProject, name: string, to: string): void {
  mkdirSync(dirname(project.path(name)), { recursive: true });
  symlinkSync(to, project.path(name));
}

/** As pnpm installs: what a package depends on is in its own node_modules. */
function install(project: TemporaryProject, folder: string): void {
  link(project, `${folder}/node_modules/@picot/runtime`, `${root}/packages/runtime`);
  link(project, `${folder}/node_modules/@types/node`, `${root}/node_modules/@types/node`);
}

const options = { target: "es2023", module: "nodenext", strict: true, types: ["node"], composite: true };
const tsconfig = (...references: readonly string[]): string =>
  JSON.stringify({
    compilerOptions: { ...options, rootDir: "src", outDir: "dist" },
    include: ["src"],
    references: references.map((path) => ({ path })),
  });

const orders = `import { OrderError } from "./errors.js";
import type { Line } from "./lines.js";

export type { Line };
export interface Order { readonly id: number; readonly lines: readonly Line[] }

/** @reactor @timeout 5s */
export class Orders {
  /** @throws {OrderError} */
  async find(id: number): Promise<Order> {
    if (id < 0) throw new OrderError(\`no order \${id}\`);
    return { id, lines: await this.lines() };
  }
  async lines(): Promise<readonly Line[]> {
    return [{ text: "tea" }];
  }
}
`;

/** The reactor layer is one package, the facade is in another, and each is built to a \`dist\` of its own. */
function twoPackages(exports: object): TemporaryProject {
  const project = new TemporaryProject({
    "package.json": '{ "private": true, "type": "module" }\n',
    "tsconfig.json": '{ "files": [], "references": [{ "path": "packages/layer" }, { "path": "packages/app" }] }\n',
    "picot.config.js": 'export default { rootDir: "packages/layer/src", outDir: "packages/app/src/facade" };\n',
    "packages/layer/package.json": JSON.stringify({ name: "@shop/layer", type: "module", exports }),
    "packages/layer/tsconfig.json": tsconfig(),
    "packages/layer/src/orders.reactor.ts": orders,
    "packages/layer/src/lines.ts": "export interface Line { readonly text: string }\n",
    "packages/layer/src/errors.ts":
      'export class OrderError extends Error {\n  override readonly name = "OrderError";\n}\n',
    "packages/app/package.json": '{ "name": "@shop/app", "type": "module" }\n',
    "packages/app/tsconfig.json": tsconfig("../layer"),
    "packages/app/src/main.ts": [
      'import { OrderError } from "@shop/layer/errors";',
      'import { type Line, type Order, Orders } from "./facade/orders.facade.js";',
      "const orders = new Orders();",
      "const order: Order = orders.find(7);",
      "const [line]: readonly Line[] = order.lines;",
      "let told: unknown;",
      "try {",
      "  orders.find(-1);",
      "} catch (error) {",
      "  told = error instanceof OrderError && error.message;",
      "}",
      "console.log(order.id, line?.text, told);",
      "",
    ].join("\n"),
  });
  install(project, "packages/layer");
  install(project, "packages/app");
  link(project, "packages/app/node_modules/@shop/layer", "../../../layer");
  return project;
}

describe("a facade in another package than its source", () => {
  const both = { "./orders": "./dist/orders.reactor.js", "./errors": "./dist/errors.js" };

  test("names it by what that package exports, and runs once both are built", async () => {
    const project = twoPackages(both);
    expect((await generate({ project: project.folder })).problems).toEqual([]);
    const facade = project.read("packages/app/src/facade/orders.facade.ts");
    expect(facade).toContain('facadePlan(import.meta.url, import.meta.resolve("@shop/layer/orders"), "Orders", {');
    expect(facade).toContain('import { OrderError } from "@shop/layer/errors";');
    // lines.ts is nothing that the package exports; the reactor module passes the type on.
    expect(facade).toContain('import type { Line, Order } from "@shop/layer/orders";');
    expect(facade.split("\n").slice(1).join()).not.toContain("../");
    build(project, "-b");
    expect(run(project, "packages/app/dist/main.js")).toBe("7 tea no order -1\n");
  }, 60_000);

  test("takes the path where the package exports no such module, and warns", async () => {
    const project = twoPackages({
      "./errors": "./dist/errors.js",
      "./orders": { require: "./dist/orders.reactor.js" },
    });
    const { problems, clean } = await generate({ project: project.folder });
    expect(problems).toMatchObject([{ code: "unexported-module", severity: "warning" }]);
    expect(problems[0]?.wayOut).toContain("package.json of @shop/layer");
    expect(clean).toBe(true);
    expect(project.read("packages/app/src/facade/orders.facade.ts")).toContain(
      'facadePlan(import.meta.url, "../../../layer/src/orders.reactor", "Orders", {',
    );
  });

  test("is generated anew once the package exports the module", async () => {
    const project = twoPackages({});
    const { folder } = project;
    const before = await generate({ project: folder });
    expect(before.problems.map(({ code }) => code)).toEqual(["unexported-module"]);
    project.write({
      "packages/layer/package.json": JSON.stringify({ name: "@shop/layer", type: "module", exports: both }),
    });
    const after = await generate({ project: folder });
    expect(after.files.map(({ status }) => status)).toEqual(["written"]);
    expect(after.problems).toEqual([]);
  });
});

const left = `import type { Right } from "./right.reactor.js";
/** @reactor @timeout 5s */
export class Left {
  readonly #name: string;
  constructor(name: string) { this.#name = name; }
  async name(): Promise<string> { return this.#name; }
  async right(): Promise<Right> { return new (await import("./right.reactor.js")).Right(this); }
}
`;
const right = `import type { Left } from "./left.reactor.js";
/** @reactor @timeout 5s */
export class Right {
  readonly #left: Left;
  constructor(left: Left) { this.#left = left; }
  async left(): Promise<Left> { return this.#left; }
  async other(): Promise<Left> { return new (await import("./late.reactor.js")).Late("other"); }
}
`;
const late = `import { Left } from "./left.reactor.js";
/** @reactor @timeout 5s */
export class Late extends Left {
  async late(): Promise<boolean> { return true; }
}
`;
const main = `import { Left } from "./left.facade.js";
const left = new Left("left");
const right = left.right();
console.log(right.constructor.name, right.left() === left);
const first = right.other();
console.log(first.constructor === Left, first.name());
const { Late } = await import("./late.facade.js");
const second = right.other();
console.log(second instanceof Late && second.late());
`;

test("[C135] facades that need each other's classes find them, whichever comes first, and one that comes later is used from then on", async () => {
  const project = new TemporaryProject({
    "tsconfig.json": tsconfig(),
    "src/left.reactor.ts": left,
    "src/right.reactor.ts": right,
    "src/late.reactor.ts": late,
    "src/left-first.ts": main,
    "src/right-first.ts": `import "./right.facade.js";\n${main}`,
  });
  install(project, ".");
  expect((await generate({ project: project.folder })).problems).toEqual([]);
  build(project);
  for (const first of ["left", "right"]) {
    expect(run(project, `dist/${first}-first.js`)).toBe("Right true\ntrue other\ntrue\n");
  }
}, 60_000);
