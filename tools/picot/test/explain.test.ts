/** docs/problems.md and the problems that picot knows are one list. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { kinds } from "../dist/problem-kinds.js";
import { TemporaryProject } from "./temporary-project.ts";

const page = readFileSync(fileURLToPath(new URL("../../../docs/problems.md", import.meta.url)), "utf8");
const sections = page.split(/^(?=## )/m).slice(1);
const known = Object.entries(kinds);

describe("docs/problems.md", () => {
  test("has a section for each code, in order, and for nothing else", () => {
    expect(sections.map((text) => /^## (.+)$/m.exec(text)?.[1])).toEqual(known.map(([code]) => code).sort());
  });

  test.each(known)("says of %s how bad it is, why, and a way out", (code, { severity, why }) => {
    const text = sections.find((each) => each.startsWith(`## ${code}\n`)) ?? "";
    expect(text).toContain(`\n*${severity}*\n`);
    expect(text).toContain(`\n${why}\n`);
    expect(text).toMatch(/\n\*\*Way out\.\*\* \S.*\.\n/);
  });

  test("has no code that no source raises", () => {
    const src = fileURLToPath(new URL("../src", import.meta.url));
    const text = readdirSync(src, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && file !== "problem-kinds.ts")
      .map((file) => readFileSync(`${src}/${file}`, "utf8"))
      .join("\n");
    expect(known.map(([code]) => code).filter((code) => !text.includes(`"${code}"`))).toEqual([]);
  });
});

describe("picot explain", () => {
  const project = (): TemporaryProject => new TemporaryProject();

  test("prints the section of a code", () => {
    const { code, stdout } = project().cli("explain", "missing-timeout");
    expect(code).toBe(0);
    const section = sections.find((each) => each.startsWith("## missing-timeout\n")) ?? "";
    expect(stdout.trimEnd()).toBe(section.replace("## ", "").trimEnd());
  });

  test("alone lists every code", () => {
    const { code, stdout } = project().cli("explain");
    expect(code).toBe(0);
    for (const [each, { severity, why }] of known) {
      expect(`${stdout}\n`).toContain(`${each}  ${severity}\n    ${why}\n`);
    }
  });

  test.each([
    ["timeout", "missing-timeout"],
    ["constructor", "inherited-constructor"],
    ["__proto__", "lists them all"],
  ])("refuses %s, which is no code, and says what there is", (asked, advice) => {
    const run = project().cli("explain", asked);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain(advice);
  });
});
