import { check } from "picot";
import { describe, expect, test } from "vitest";
import { TemporaryProject } from "./temporary-project.ts";

/** The lines of the facade between its static method and the method `go`: the doc of `go`. */
async function docOf(comment: string): Promise<readonly string[]> {
  const source = `/** @reactor @timeout 9s */\nexport class A {\n${comment}\n  async go(): Promise<void> {}\n}\n`;
  const project = new TemporaryProject({ "a.reactor.ts": source });
  const report = await check({ project: project.folder });
  expect(report.problems).toEqual([]);
  const lines = (report.files[0]?.diff ?? "").split("\n").map((line) => line.replace(/^\+ {0,2}/, ""));
  const end = lines.indexOf("go(): void {");
  return lines.slice(lines.findIndex((line) => line.includes("return provided(")) + 3, end);
}

describe("[C124] the author's words are carried over", () => {
  test.each([
    ["a comment of one line", "/** Goes. */", ["/** Goes. */"]],
    [
      "a comment of several lines",
      "/**\n   * Goes.\n   *\n   * Far.\n   */",
      ["/**", " * Goes.", " *", " * Far.", " */"],
    ],
    ["words that start on the first line", "/** Goes.\n   * Far. */", ["/**", " * Goes.", " * Far.", " */"]],
    [
      "tags of others",
      "/**\n   * @param a b\n   * @returns c\n   */",
      ["/**", " * @param a b", " * @returns c", " */"],
    ],
    [
      "indented code",
      "/**\n   * ```ts\n   *   go();\n   * ```\n   */",
      ["/**", " * ```ts", " *   go();", " * ```", " */"],
    ],
    ["no comment", "", []],
    ["a comment that is no doc comment", "/* Goes. */", []],
  ])("%s", async (_, comment, expected) => {
    expect(await docOf(comment)).toEqual(expected);
  });

  test.each([
    ["on a line of its own", "/**\n   * Goes.\n   * @timeout 5s\n   */", ["/**", " * Goes.", " */"]],
    ["after a sentence", "/** Goes. @timeout 5s */", ["/** Goes. */"]],
    ["after words", "/** Goes @timeout 5s */", ["/** Goes */"]],
    ["alone", "/** @timeout 5s */", []],
    [
      "between other lines",
      "/**\n   * Goes.\n   *\n   * @timeout 5s\n   *\n   * Far.\n   */",
      ["/**", " * Goes.", " *", " * Far.", " */"],
    ],
  ])("without picot's own tags: one %s", async (_, comment, expected) => {
    expect(await docOf(comment)).toEqual(expected);
  });

  test.each([
    ["in back-ticks", "/** Like `@timeout 1s` does. */"],
    ["in braces", "/** See {@link @timeout}. */"],
    ["in a fence", "/**\n   * ```\n   * @timeout 1s\n   * ```\n   */"],
    ["in a sentence", "/** What the @reactorOnly tag hides. */"],
    ["in an address", "/** Ask me@timeout.example or me@reactor.example */"],
    ["as the start of another word", "/** @timeouts are dear */"],
  ])("with a tag that is only spoken of: %s", async (_, comment) => {
    expect((await docOf(comment)).join("\n")).toBe(comment.replace(/\n {3}/g, "\n "));
  });

  test.each([
    ["in a fence", ["```ts", "const a = await x.go();", "```"], ["```ts", "const a = x.go();", "```"]],
    [
      "in an example",
      ["@example", "(await A.provided('x').go()).valueOf();"],
      ["@example", "A.provided('x').go().valueOf();"],
    ],
    ["in back-ticks", ["Like `await a.go()` does."], ["Like `a.go()` does."]],
    [
      "over lines",
      ["```", "return (", "  await", "    x.go()", ");", "```"],
      ["```", "return (", "  x.go()", ");", "```"],
    ],
    [
      "of other promises",
      ["```", "await fetch(url);", "await other;", "```"],
      ["```", "await fetch(url);", "await other;", "```"],
    ],
    [
      "of several at once, which is right as it is",
      ["```", "await Promise.all([await x.go(), x.go()]);", "```"],
      ["```", "await Promise.all([x.go(), x.go()]);", "```"],
    ],
    ["that makes a new one", ["`new (await x.go())()`"], ["`new (x.go())()`"]],
    ["in prose", ["The callers await x.go() no more."], ["The callers await x.go() no more."]],
    ["in text", ["`'await x.go()'`"], ["`'await x.go()'`"]],
  ])("[C179] samples are shown without what a caller that blocks need not write: %s", async (_, written, shown) => {
    const comment = `/**\n${written.map((line) => `   * ${line}\n`).join("")}   */`;
    expect(await docOf(comment)).toEqual(["/**", ...shown.map((line) => ` * ${line}`), " */"]);
  });

  test("a doc that is only on the implementation of an overloaded method goes to its first signature", async () => {
    const overloads =
      "go(a: string): void;\n  go(a: number): void;\n  /** Goes. */\n  go(a: unknown): void { void a; }";
    const source = `/** @reactor @timeout 9s */\nexport class A {\n  ${overloads}\n}\n`;
    const project = new TemporaryProject({ "a.reactor.ts": source });
    expect((await check({ project: project.folder })).files[0]?.diff).toContain(
      "+  /** Goes. */\n+  go(a: string): void;\n",
    );
  });
});
