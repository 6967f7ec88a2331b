/** Each rule in the testers of ESLint 9 and 10, with the parser that projects in TypeScript have. */
import * as parser from "@typescript-eslint/parser";
import { RuleTester as RuleTester10 } from "eslint";
import { RuleTester as RuleTester9 } from "eslint9";
import picot from "eslint-plugin-picot";
import { afterAll, describe, it } from "vitest";
import { makeProject } from "./project.ts";

const project = await makeProject({
  "src/config.ts": 'import { readFileSync } from "node:fs";\nexport const load = () => readFileSync("a");\n',
  "src/label.ts": 'import { Clock } from "./clock.facade.js";\nexport const now = () => new Clock().now();\n',
  "src/bill.ts": '/** @blocking */\nexport function bill(): string {\n  return "a";\n}\n',
});
afterAll(project.remove);

interface Valid {
  readonly name: string;
  readonly code: string;
  readonly filename: string;
  readonly options?: [object];
  readonly settings?: Record<string, unknown>;
}

interface Invalid extends Valid {
  readonly output?: string | null;
  readonly errors: { readonly message: RegExp; readonly line: number; readonly column: number }[];
}

const at = (file: string): { readonly filename: string } => ({ filename: project.path(file) });
const application = at("src/app.ts");
const layer = "/** @reactor @timeout 1s */\nexport class A {}\n";

const cases: Readonly<Record<keyof typeof picot.rules & string, { valid: Valid[]; invalid: Invalid[] }>> = {
  "imports-reactor-layer": {
    valid: [
      { name: "the facade", code: 'import { Clock } from "./clock.facade.js";', ...application },
      { name: "types", code: 'import type { Clock } from "./clock.reactor.js";', ...application },
      { name: "a test", code: 'import { Clock } from "./clock.reactor.js";', ...at("src/clock.test.ts") },
      {
        name: "a file that an option counts to the reactor layer",
        code: 'import { Clock } from "./clock.reactor.js";',
        options: [{ reactor: ["src/app.ts"] }],
        ...application,
      },
      {
        name: "a file that a setting leaves out",
        code: 'import { Clock } from "./clock.reactor.js";',
        settings: { picot: { application: ["src/app/**"] } },
        ...application,
      },
      { name: "a text without a file", code: 'import { Clock } from "./clock.reactor.js";', filename: "input.ts" },
    ],
    invalid: [
      {
        name: "the async class, which is mended",
        code: 'import { Clock } from "./clock.reactor.js";\nnew Clock();',
        output: 'import { Clock } from "./clock.facade.js";\nnew Clock();',
        errors: [{ message: /^Clock is imported from the reactor layer.*clock\.facade\.js/, line: 1, column: 23 }],
        ...application,
      },
      {
        name: "the async class as a type, which is mended",
        code: 'import { Clock } from "./clock.reactor.js";\nlet clock: Clock;',
        output: 'import type { Clock } from "./clock.reactor.js";\nlet clock: Clock;',
        errors: [{ message: /`import type` for Clock/, line: 1, column: 23 }],
        ...application,
      },
      {
        name: "what the facade has not, which is left as it is",
        code: 'import { ZONE } from "./clock.reactor.js";\nZONE;',
        output: null,
        errors: [{ message: /ZONE is not in the facade/, line: 1, column: 22 }],
        ...application,
      },
      {
        name: "plain JavaScript",
        code: 'const { Clock } = require("./clock.reactor");',
        output: 'const { Clock } = require("./clock.facade");',
        errors: [{ message: /reactor layer/, line: 1, column: 27 }],
        ...at("src/app.cjs"),
      },
    ],
  },
  "imports-facade": {
    valid: [{ name: "an application", code: 'import { Clock } from "./clock.facade.js";', ...application }],
    invalid: [
      {
        name: "a tagged file that is not saved yet",
        code: 'import { Clock } from "./clock.facade.js";\n/** @reactor @timeout 1s */\nexport class A {}',
        errors: [{ message: /^src\/a\.reactor\.ts imports a facade/, line: 1, column: 23 }],
        ...at("src/a.reactor.ts"),
      },
      {
        name: "its own",
        code: 'export * from "./clock.facade.ts";\n/** @reactor @timeout 1s */\nexport class Clock {}',
        errors: [{ message: /its own generated facade/, line: 1, column: 15 }],
        ...at("src/clock.reactor.ts"),
      },
    ],
  },
  "touches-handoff": {
    valid: [
      { name: "other words", code: 'import { setup } from "@picot/runtime";', ...application },
      {
        name: "a file that the config names",
        code: 'import { eventual } from "@picot/runtime";',
        ...at("src/handoff.ts"),
      },
    ],
    invalid: [
      {
        name: "eventual()",
        code: 'import { eventual } from "@picot/runtime";',
        errors: [{ message: /^eventual of @picot\/runtime .*handoff: \["src\/app\.ts"\]/, line: 1, column: 10 }],
        ...application,
      },
    ],
  },
  "blocks-reactor": {
    valid: [
      {
        name: "an application",
        code: 'import fs from "node:fs";\nexport const a = () => fs.statSync("a");',
        ...application,
      },
      {
        name: "a line that is meant",
        code: `import fs from "node:fs";\n${layer}export const a = () => fs.statSync("a"); // picot-ignore blocks-reactor: small`,
        ...at("src/a.reactor.ts"),
      },
    ],
    invalid: [
      {
        name: "a function of node:fs",
        code: `import fs from "node:fs";\n${layer}export const a = () => fs.statSync("a");`,
        errors: [{ message: /^statSync\(\) of node:fs blocks the reactor.*Await stat\(\)/, line: 4, column: 24 }],
        ...at("src/a.reactor.ts"),
      },
      {
        name: "one in another file, in plain JavaScript",
        code: `const { load } = require("./config");\n${layer}module.exports = () => load();`,
        errors: [{ message: /^load\(\) calls readFileSync\(\) of node:fs \(src\/config\.ts:2\)/, line: 4, column: 24 }],
        ...at("src/a.reactor.cjs"),
      },
    ],
  },
  "calls-facade": {
    valid: [{ name: "an application", code: 'import { now } from "./label.js";\nnow();', ...application }],
    invalid: [
      {
        name: "a function that calls one",
        code: `import { now } from "./label.js";\n${layer}export const a = () => now();`,
        errors: [{ message: /^now\(\) calls a facade, new Clock \(src\/label\.ts:2\)/, line: 4, column: 24 }],
        ...at("src/a.reactor.ts"),
      },
    ],
  },
  "imports-blocking": {
    valid: [
      {
        name: "the twin",
        code: `import { bill } from "./bill.deferred.js";\n${layer}bill();`,
        ...at("src/a.reactor.ts"),
      },
      { name: "an application", code: 'import { bill } from "./bill.js";\nbill();', ...application },
    ],
    invalid: [
      {
        name: "what is awaited already, which is mended",
        code: `import { bill } from "./bill.js";\n${layer}await bill();`,
        output: `import { bill } from "./bill.deferred.js";\n${layer}await bill();`,
        errors: [{ message: /^bill is tagged @blocking/, line: 1, column: 22 }],
        ...at("src/a.reactor.ts"),
      },
      {
        name: "what is not awaited",
        code: `import { bill } from "./bill.js";\n${layer}bill();`,
        output: null,
        errors: [{ message: /await what it gives/, line: 1, column: 22 }],
        ...at("src/a.reactor.ts"),
      },
    ],
  },
  "imports-deferred": {
    valid: [
      { name: "a server's file", code: 'import { bill } from "./bill.deferred.js";\nbill();', ...at("src/server.ts") },
    ],
    invalid: [
      {
        name: "an application, which is mended",
        code: 'import { bill } from "./bill.deferred.js";\nbill();',
        output: 'import { bill } from "./bill.js";\nbill();',
        errors: [{ message: /imports a generated twin/, line: 1, column: 22 }],
        ...application,
      },
    ],
  },
  "per-thread-state": {
    valid: [{ name: "an application", code: "let a = 1;\nexport const b = () => a++;", ...application }],
    invalid: [
      {
        name: "a variable that changes",
        code: "let a = 1;\n/** @blocking */\nexport function b() { a++; }",
        errors: [{ message: /^b uses a, which changes \(src\/job\.ts:3\)/, line: 1, column: 5 }],
        ...at("src/job.ts"),
      },
    ],
  },
  "process-copy": {
    valid: [{ name: "an application", code: 'process.env.A = "1";', ...application }],
    invalid: [
      {
        name: "the environment",
        code: '/** @blocking */\nexport function b() { process.env.A = "1"; }',
        errors: [{ message: /^This changes process\.env/, line: 2, column: 23 }],
        ...at("src/job.ts"),
      },
    ],
  },
  "process-state": {
    valid: [{ name: "an application", code: 'process.chdir("/");', ...application }],
    invalid: [
      {
        name: "the working directory",
        code: '/** @blocking */\nexport function b() { process.chdir("/"); }',
        errors: [{ message: /^This calls process\.chdir\(\), which throws/, line: 2, column: 23 }],
        ...at("src/job.ts"),
      },
    ],
  },
  "shared-connection": {
    valid: [
      { name: "an application", code: 'import net from "net";\nexport const a = net.connect(1);', ...application },
    ],
    invalid: [
      {
        name: "one that is exported",
        code: 'import net from "net";\nexport const a = net.connect(1);\n/** @blocking */\nexport function b() { a.end(); }',
        errors: [{ message: /^b uses a \(connect of node:net\)/, line: 2, column: 14 }],
        ...at("src/job.ts"),
      },
    ],
  },
  "blocks-event-loop": {
    valid: [
      {
        name: "start-up",
        code: 'import { Clock } from "./clock.facade.js";\nnew Clock().now();',
        ...at("src/server.ts"),
      },
    ],
    invalid: [
      {
        name: "a handler",
        code: 'import { Clock } from "./clock.facade.js";\nconst clock = new Clock();\nexport const handle = async () => clock.now();',
        errors: [{ message: /^clock\.now blocks this thread/, line: 3, column: 35 }],
        ...at("src/server.ts"),
      },
    ],
  },
  "thick-wrapper": {
    valid: [
      {
        name: "one call",
        code: 'import { waitFor } from "@picot/runtime";\nconst now = waitFor("x", "now", 5);\nexport class A { now() { return now(); } }',
        ...at("src/wrapper.ts"),
      },
    ],
    invalid: [
      {
        name: "a loop around it",
        code: 'import { waitFor } from "@picot/runtime";\nconst now = waitFor("x", "now", 5);\nexport class A { now() { for (;;) if (now()) return; } }',
        errors: [{ message: /^A\.now holds 3 statements/, line: 3, column: 18 }],
        ...at("src/wrapper.ts"),
      },
    ],
  },
};

describe.each([
  ["ESLint 9", RuleTester9],
  ["ESLint 10", RuleTester10],
])("%s", (_, Tester) => {
  // The two declare the same class twice.
  const RuleTester = Tester as typeof RuleTester10;
  RuleTester.describe = describe;
  RuleTester.it = it;
  RuleTester.itOnly = it.only;
  const tester = new RuleTester({ languageOptions: { parser } });
  for (const [code, { valid, invalid }] of Object.entries(cases)) {
    const rule = picot.rules[code];
    if (rule === undefined) throw new Error(`no rule ${code}`);
    tester.run(code, rule, { valid, invalid });
  }
});
