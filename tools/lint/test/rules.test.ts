/** Each rule in the testers of ESLint 9 and 10, with the parser that projects in TypeScript have. */
import * as parser from "@typescript-eslint/parser";
import { RuleTester as RuleTester10 } from "eslint";
import { RuleTester as RuleTester9 } from "eslint9";
import picot from "eslint-plugin-picot";
import { afterAll, describe, it } from "vitest";
import { makeProject } from "./project.ts";

const project = await makeProject();
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
