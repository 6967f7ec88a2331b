import { describe, expect, test } from "vitest";
import { TemporaryProject } from "./temporary-project.ts";

const feed = `import { EventEmitter } from "node:events";

/** @reactor @timeout 1s */
export class Feed extends EventEmitter<{
  tick: [rate: number];
  raw: [send: () => void];
}> {
  async expect(rate: number): Promise<void> { void rate; }
}
`;

const tsconfig = JSON.stringify({
  compilerOptions: { target: "es2023", module: "nodenext", types: ["node"], strict: true },
});
const projectOf = (source: string): TemporaryProject =>
  new TemporaryProject({ "tsconfig.json": tsconfig, "feed.reactor.ts": source }).installNodeTypes();

describe("events", () => {
  test("[C178] inspect accounts for the members of events, for each event, and for the emitter's own side", () => {
    const source = feed.replace("  raw:", "  /** @reactorOnly */\n  raw:");
    const run = projectOf(source).cli("inspect", "feed.reactor.ts");
    const rows = run.stdout.split("\n").filter((line) => /^ {2}(in|out) /.test(line));
    expect(rows.map((row) => row.trim().replace(/ +/g, " ")).slice(0, 9)).toEqual([
      "in expect (rate: copy) -> copy",
      "in on (event: copy, handler: callback) -> handle of Feed",
      "in once (event: copy, handler: callback) -> handle of Feed",
      "in off (event: copy, handler: callback) -> handle of Feed",
      "in addListener (event: copy, handler: callback) -> handle of Feed",
      "in removeListener (event: copy, handler: callback) -> handle of Feed",
      "in event tick (rate: copy) -> copy",
      "out event raw @reactorOnly",
      expect.stringMatching(/^out \S+ inherited from a class that is not marked$/) as string,
    ]);
    expect(run.stdout).toContain("  out  emit ");
  });

  test("an expect of the class's own is the facade's, which then has none that waits for events, and says so", () => {
    const project = projectOf(feed.replace(/ {2}raw.*\n/, ""));
    const run = project.cli("generate");
    expect(run.stdout + run.stderr).toContain("warning  own-expect  Feed has a member that is called expect");
    const facade = project.read("feed.facade.ts");
    expect(facade.match(/^ {2}expect\(.*$/gm)).toEqual(["  expect(rate: number): void {"]);
    expect(facade).toContain("  on<E extends keyof FeedEvents>(event: E,");
  });

  test("an expect that the facade does not show is none", () => {
    const [head = "", one = ""] = feed.replace(/ {2}raw.*\n/, "").split(/(?=\/\*\* @reactor)/);
    const hidden = ["private async", "/** @reactorOnly */\n  async", "static async"];
    const all = hidden.map((words, i) =>
      one.replace("class Feed", `class Feed${i}`).replace("async expect", `${words} expect`),
    );
    const project = projectOf(head + all.join("\n"));
    expect(project.cli("generate").stdout).not.toContain("own-expect");
    expect(
      project.read("feed.facade.ts").match(/^ {2}expect<E extends keyof Feed\dEvents>\(event: E, o/gm),
    ).toHaveLength(3);
  });

  test("an event that cannot cross is told at its place, and how to leave it out", () => {
    const run = projectOf(feed).cli("check");
    expect(run.stdout + run.stderr).toContain('feed.reactor.ts:6:3  error  param-cannot-cross  Feed.on("raw")');
  });

  test("an emitter that says nothing of its events is told how to", () => {
    const source = feed.replace(/<\{[\s\S]*\}> /, " ");
    const run = projectOf(source).cli("check");
    const text = run.stdout + run.stderr;
    expect(text).toContain("event-emitter  Feed is an event emitter, and nothing says which events it has.");
    expect(text).toContain("Say so, as EventEmitter<{ tick: [rate: number] }>");
  });
});
