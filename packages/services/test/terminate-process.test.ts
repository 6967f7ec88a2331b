import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, test } from "vitest";
import { FakeClock, terminateProcess } from "@picot/services";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const each of children.splice(0)) each.kill("SIGKILL");
});

/** A process that tells of the signals it gets, and ends by none but SIGKILL; it has a child that does the same. */
const stubborn = (ends: boolean): string => `
  const tell = (text) => require("node:fs").writeSync(1, process.argv[1] + " " + text + "\\n");
  for (const name of ["SIGTERM", "SIGQUIT"]) process.on(name, () => { tell(name); ${ends ? "process.exit(3)" : ""} });
  if (process.argv[1] === "parent") {
    const child = require("node:child_process").spawn(process.execPath, ["-e", process.argv[2], "child", process.argv[2]], { stdio: "inherit" });
    process.on("exit", () => child.kill("SIGKILL"));
  }
  tell("ready " + process.pid);
  setInterval(() => {}, 1_000);
`;

interface Started {
  readonly child: ChildProcess;
  /** The next line that has this in it. */
  readonly line: (text: string) => Promise<string>;
  readonly lines: readonly string[];
}

function start(detached: boolean, role: "parent" | "child" = "parent", ends = false): Started {
  const code = stubborn(ends);
  const child = spawn(process.execPath, ["-e", code, role, code], { detached, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout! }); // it is a pipe
  reader.on("line", (each) => lines.push(each));
  const line = async (text: string): Promise<string> => {
    for (;;) {
      const found = lines.find((each) => each.includes(text));
      if (found !== undefined) return found;
      await once(reader, "line");
    }
  };
  return { child, line, lines };
}

describe.skipIf(process.platform === "win32")("terminateProcess()", () => {
  test("[C199] SIGTERM at once is enough for a process that heeds it", async () => {
    const clock = new FakeClock();
    const { child, line } = start(true, "child", true);
    await line("child ready");
    await terminateProcess(child, { clock });
    expect([child.exitCode, clock.now(), clock.pending]).toEqual([3, 0, 0]);
  });

  test("[C199] TERM at 0 to it, QUIT at 5 s and KILL at 10 s to the group that it leads", async () => {
    const clock = new FakeClock();
    const { child, line, lines } = start(true);
    // Its child writes to the same pipe.
    const closed = once(child, "close");
    await Promise.all([line("parent ready"), line("child ready")]);
    const ended = terminateProcess(child, { clock });
    await line("parent SIGTERM");
    await clock.advance(4_999);
    expect(lines.some((each) => each.includes("SIGQUIT"))).toBe(false);
    await clock.advance(1);
    await Promise.all([line("parent SIGQUIT"), line("child SIGQUIT")]);
    expect(lines).not.toContain("child SIGTERM");
    await clock.advance(5_000);
    await ended;
    expect(child.signalCode).toBe("SIGKILL");
    await closed;
    expect(clock.pending).toBe(0);
  });

  test("[C199] not the group if it is our own: its children, and we, get nothing", async () => {
    const clock = new FakeClock();
    const { child, line, lines } = start(false);
    const grandchild = Number((await line("child ready")).split(" ")[2]);
    const ended = terminateProcess(child, { clock });
    await line("parent SIGTERM");
    await clock.advance(5_000);
    await line("parent SIGQUIT");
    await clock.advance(5_000);
    await ended;
    expect(child.signalCode).toBe("SIGKILL");
    expect(lines.filter((each) => each.startsWith("child SIG"))).toEqual([]);
    expect(process.kill(grandchild, 0)).toBe(true);
    process.kill(grandchild, "SIGKILL");
  });

  test("[C199] a process that has ended gets no signal", async () => {
    const { child, line } = start(true, "child", true);
    await line("child ready");
    child.kill("SIGTERM");
    await once(child, "exit");
    await terminateProcess(child, { clock: new FakeClock() });
    expect(child.exitCode).toBe(3);
  });
});
