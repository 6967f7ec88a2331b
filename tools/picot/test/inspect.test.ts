import { fileURLToPath } from "node:url";
import { check, generate, inspect } from "picot";
import { describe, expect, test } from "vitest";
import { TemporaryProject, clock } from "./temporary-project.ts";

const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

describe("picot inspect", () => {
  test("[C178] accounts for every public member: in with its crossings, or out with the reason", () => {
    const source = `/**
 * @reactor
 * @timeout 1s
 */
export class Drawer {
  private hidden = 1;
  constructor(readonly label: string) {}
  put(drawer: Drawer | null, ...notes: string[]): void;
  put(text: null): void;
  put(): void { void this.hidden; }
  static async open(): Promise<Drawer> { return new Drawer("a"); }
  /** @reactorOnly */
  get inner(): unknown { return 1; }
}

/** @reactor @timeout 1s */
export async function count(...items: number[]): Promise<number> { return items.length; }
`.replace("put(text: null)", "put(drawer: Drawer)");
    const run = new TemporaryProject({ "drawer.reactor.ts": source }).cli("inspect", "drawer.reactor.ts");
    expect(run.stdout).toBe(`drawer.reactor.ts -> drawer.facade.ts

Drawer
  in   constructor  (label: copy) -> handle of Drawer
  in   put          (drawer: handle of Drawer, ...notes: copy) -> copy
                    (drawer: handle of Drawer) -> copy
  in   static open  () -> handle of Drawer
  out  inner        @reactorOnly
  in   get label    () -> copy

functions
  in   count        (...items: copy) -> copy

6 public members: 5 in the facade, 1 out. Thinness (statements per generated method): 1, at most 1.
`);
    expect(run.code).toBe(0);
  });

  test("[C141] a member that is written by hand is left out, and said to be so", async () => {
    const source = clock.replace(
      "async now",
      "/** @byHand */\n  each(run: (() => void)[]): void { void run; }\n\n  /** Told by others. @byHand */\n  get zone(): unknown { return 1; }\n\n  async now",
    );
    const project = new TemporaryProject({ "clock.reactor.ts": source });
    const { members } = await inspect("clock.reactor.ts", { project: project.folder, cwd: project.folder });
    expect(members.filter(({ included }) => !included)).toEqual([
      { owner: "Clock", member: "each", included: false, reason: "@byHand" },
      { owner: "Clock", member: "zone", included: false, reason: "@byHand" },
    ]);
    await generate({ project: project.folder });
    expect(project.read("clock.facade.ts")).not.toMatch(/each|zone/);
    project.write({ "clock.reactor.ts": clock.replace("async now", "/** @byHand */ private x = 1;\n  async now") });
    const { problems } = await check({ project: project.folder });
    expect(problems.map(({ sentence }) => sentence)).toEqual([expect.stringContaining("its @byHand says nothing")]);
  });

  test("a member that an error keeps out has the error's code, and so has a function", () => {
    const source = clock.replace("async now", "size = Promise.resolve(1);\n  async now");
    const functions =
      "/** @reactor @timeout 1s */\nexport async function each(run: 1 | (() => void)): Promise<void> { void run; }\n";
    const run = new TemporaryProject({ "clock.reactor.ts": source + functions }).cli("inspect", "clock.reactor.ts");
    expect(run.stdout).toContain("  out  size         public-field\n");
    expect(run.stdout).toContain("  out  each         callback-parameter\n");
    expect(run.stdout).toContain("No facade: run `picot check` for the errors.");
    expect(run.code).toBe(1);
  });

  test("a signal that the facade hides is told all the same", () => {
    const source = clock.replace("async now()", "async now(zone: string, signal?: AbortSignal)");
    const project = new TemporaryProject({ "clock.reactor.ts": source });
    const { stdout } = project.cli("inspect", "clock.reactor.ts");
    expect(stdout).toContain("  in   now          (zone: copy) -> copy  [signal: the call's own]\n");
    const [, now] = JSON.parse(project.cli("inspect", "clock.reactor.ts", "--json").stdout).members;
    expect(now.signatures[0].parameters[1]).toEqual({ name: "signal", rest: false, crossing: "signal" });
  });

  test("--json is one object with a version", () => {
    const { stdout } = new TemporaryProject({ "clock.reactor.ts": clock }).cli("inspect", "clock.facade.ts", "--json");
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      source: "clock.reactor.ts",
      output: "clock.facade.ts",
      members: [
        {
          owner: "Clock",
          member: "constructor",
          included: true,
          signatures: [{ parameters: [], result: { crossing: "handle", of: "Clock" } }],
        },
        {
          owner: "Clock",
          member: "now",
          included: true,
          signatures: [{ parameters: [], result: { crossing: "copy" } }],
        },
      ],
      thinness: { methods: 3, statements: 3, perMethod: 1, most: 1 },
      problems: [],
    });
  });

  test("a file without anything marked is refused, and nothing is written", () => {
    const project = new TemporaryProject({ "clock.reactor.ts": clock, "other.ts": "export {};\n" });
    const run = project.cli("inspect", "other.ts");
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain("other.ts: it has nothing that is tagged @reactor");
    expect(() => project.read("clock.facade.ts")).toThrow("ENOENT");
  });

  test("every generated body of the fixtures is one statement", async () => {
    for (const [name, file] of [
      ["constructors", "constructors.reactor.ts"],
      ["generics", "store.reactor.ts"],
      ["abstract", "shapes.reactor.ts"],
      ["overloads", "calculator.reactor.ts"],
      ["accessors", "sensor.reactor.ts"],
    ] as const) {
      const { thinness } = await inspect(file, { project: `${fixtures}/${name}`, cwd: `${fixtures}/${name}` });
      expect(thinness?.perMethod).toBe(1);
    }
  });
});
