/** `picot generate --watch`, as a process of its own that is watched from outside. */
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync, statSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { Burst } from "../dist/watch/burst.js";
import { TemporaryProject, clock } from "./temporary-project.ts";

interface Generation {
  readonly files: readonly { readonly source: string; readonly status: string }[];
  readonly problems: readonly { readonly code: string }[];
}

/** A watch that runs, and the generations that it told of. */
class Watch {
  readonly generations: Generation[] = [];
  readonly complaints: string[] = [];
  readonly #child: ChildProcess;
  readonly #closed: Promise<number | null>;
  #wake = (): void => {};

  constructor(project: TemporaryProject) {
    const bin = fileURLToPath(new URL("../bin/picot.js", import.meta.url));
    const child = spawn(process.execPath, [bin, "generate", "--watch", "--json"], {
      cwd: project.folder,
      env: { ...process.env, GITHUB_ACTIONS: "" },
    });
    this.#child = child;
    createInterface(child.stdout).on("line", (line) => {
      // One JSON report per line: what the schema says of it is tested elsewhere.
      this.generations.push(JSON.parse(line) as Generation);
      this.#wake();
    });
    createInterface(child.stderr).on("line", (line) => {
      this.complaints.push(line);
      this.#wake();
    });
    this.#closed = new Promise((settle) => child.on("close", settle));
    onTestFinished(() => void child.kill("SIGKILL"));
  }

  /** Waits until what was told is as wanted; the test's own limit ends a wait in vain. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((settle) => (this.#wake = settle));
  }

  /** Waits for so many generations, and gives the last of them. */
  async generation(count: number): Promise<Generation> {
    await this.until(() => this.generations.length >= count);
    const found = this.generations[count - 1];
    if (found === undefined) throw new Error("no generation");
    return found;
  }

  async stop(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.#closed;
  }
}

const other = clock.replace("Clock", "Other");
const named = (name: string): string => clock.replace("now()", `${name}()`);

test("[R99] 2000 saves in a burst make at most 3 generations, and the last content wins", async () => {
  const project = new TemporaryProject({ "clock.reactor.ts": clock, "other.reactor.ts": other });
  const watch = new Watch(project);
  await watch.generation(1);
  const began = performance.now();
  for (let save = 0; save < 2_000; save++) writeFileSync(project.path("clock.reactor.ts"), named(`save${save}`));
  // The saves take 100 ms on a machine that does nothing else. On one that lets them wait, what was one burst may be several.
  const most = 3 + Math.floor((performance.now() - began) / 500);
  await watch.until(() => project.read("clock.facade.ts").includes("save1999()"));
  // Generations are told in their order: what the burst made comes before what this change makes.
  const before = watch.generations.length;
  expect(before).toBeLessThanOrEqual(most);
  project.write({ "other.reactor.ts": other.replace("now()", "later()") });
  await watch.until(() => project.read("other.facade.ts").includes("later()"));
  expect(watch.generations.length).toBeLessThanOrEqual(most + 1);
});

test("only what changed is written, its own writes are no news, and what breaks can be mended", async () => {
  const project = new TemporaryProject({ "clock.reactor.ts": clock, "other.reactor.ts": other });
  const watch = new Watch(project);
  const statuses = async (count: number): Promise<readonly string[]> =>
    (await watch.generation(count)).files.map(({ status }) => status);
  expect(await statuses(1)).toEqual(["written", "written"]);
  const untouched = statSync(project.path("other.facade.ts"), { bigint: true });

  project.write({ "clock.reactor.ts": named("time") });
  expect(await statuses(2)).toEqual(["written", "unchanged"]);
  const after = statSync(project.path("other.facade.ts"), { bigint: true });
  expect([after.ino, after.mtimeNs]).toEqual([untouched.ino, untouched.mtimeNs]);

  project.write({ "notes.md": "no source" });
  project.write({ "clock.reactor.ts": "/** @reactor */ export class {" });
  expect((await watch.generation(3)).problems[0]?.code).toBe("syntax-error");
  expect(project.read("clock.facade.ts")).toContain("time()");

  project.write({ "picot.config.js": "export default 1;", "clock.reactor.ts": named("again") });
  await watch.until(() => watch.complaints.length > 0);
  expect(watch.complaints[0]).toContain("picot.config.js");
  rmSync(project.path("picot.config.js"));
  expect(await statuses(4)).toEqual(["written", "unchanged"]);

  rmSync(project.path("other.facade.ts"));
  expect(await statuses(5)).toEqual(["unchanged", "written"]);
  expect(await watch.stop("SIGINT")).toBe(0);
  expect(watch.generations).toHaveLength(5);
});

test("check has no --watch, and a folder that is not there cannot be watched", () => {
  const project = new TemporaryProject();
  expect(project.cli("check", "--watch")).toMatchObject({ code: 2, stdout: "" });
  expect(project.cli("generate", "--watch", "--project", "nowhere")).toMatchObject({ code: 2, stdout: "" });
});

test("a burst ends when it is quiet, and also where it is never quiet", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const burst = new Burst();
  let ended = false;
  const wait = async (): Promise<void> => {
    ended = false;
    await burst.over();
    ended = true;
  };
  void wait();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ended).toBe(false);
  burst.add("a.ts");
  await vi.advanceTimersByTimeAsync(90);
  burst.add("a.ts");
  await vi.advanceTimersByTimeAsync(90);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(ended).toBe(true);

  expect(burst.take()).toEqual(["a.ts"]);
  void wait();
  for (let change = 0; change < 60; change++) {
    burst.add("a.ts");
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(ended).toBe(true);
});
