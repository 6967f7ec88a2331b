import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { BlockReport } from "../dist/report.js";

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const names = ["picot", "synckit", "make-synchronized", "sync-message-port"];
const short = ["--rounds", "1", "--warmup", "10", "--calls", "50"];

function bench(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", timeout: 50_000, killSignal: "SIGKILL" });
}

test("a run prints a row for picot and for each of its peers, and says whether the target is met", () => {
  const { status, stdout, stderr } = bench(...short, "--regime", "free");
  expect(stderr).toBe("");
  for (const name of names)
    expect(stdout).toMatch(new RegExp(`^  ${name} +[\\d.]+ +[\\d.]+\\.\\.[\\d.]+ +[\\d.]+`, "m"));
  expect(stdout).toMatch(/^  picot \/ fastest peer of the round: [\d.]+ .* Target: at most 1\.05, (met|MISSED)\.$/m);
  expect(status).toBe(0);
});

test("--json has the samples of each peer in every regime of this machine", () => {
  const { stdout } = bench(...short, "--json");
  const { tables } = JSON.parse(stdout) as { tables: BlockReport[] }; // what cli.ts prints
  expect(tables[0]).toMatchObject({ row: "add", regime: "free" });
  for (const { peers } of tables) {
    expect(peers.map(({ peer }) => peer)).toEqual(names);
    for (const { rounds, failures } of peers) expect([rounds, failures]).toEqual([[expect.any(Number)], []]);
  }
});

test("a process that exceeds its limit is killed and shown as such, and the run goes on", () => {
  const { status, stdout } = bench(...short, "--regime", "free", "--limit", "0.001");
  for (const name of names) {
    expect(stdout).toMatch(new RegExp(`^  ${name} +hung$`, "m"));
    expect(stdout).toContain(`  ${name}: 1 of 1 rounds hung, killed after 0.001 s`);
  }
  expect(stdout).toContain("picot / fastest peer of the round: not measured.");
  expect(status).toBe(0);
});

test("an option that makes no sense is refused before anything is measured", () => {
  const { status, stderr } = bench("--rounds", "none");
  expect(stderr).toContain("It must be a whole number, at least 1.");
  expect(status).toBe(1);
});
