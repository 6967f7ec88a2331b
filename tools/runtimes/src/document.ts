/** The rows as the Markdown of docs/runtimes.md. */
import { notes } from "./notes.ts";
import type { Failure } from "./result.ts";
import type { Row } from "./run.ts";

const HEAD = `# Runtimes

Made by \`pnpm test:runtimes\`; do not edit. On each Node the whole suite runs. On Bun and Deno the processes of the hand-off's
scenarios run, each a program of its own, and vitest stays on Node.

| runtime | version | passed | failed | skipped | seconds |
|---|---|---:|---:|---:|---:|
`;

export function documentOf(rows: readonly Row[]): string {
  return HEAD + rows.map(line).join("") + rows.map(section).join("");
}

function line({ title, version, passed, failed, skipped, seconds }: Row): string {
  return `| ${[title, version, passed, failed, skipped, seconds].join(" | ")} |\n`;
}

function section({ runtime, title, version, failures }: Row): string {
  const said = notes[runtime] ?? [];
  if (failures.length === 0 && said.length === 0) return "";
  const heading = `\n## ${title} ${version}`.trimEnd();
  const about = said.length === 0 ? "" : `\n${said.map((note) => `- ${note}\n`).join("")}`;
  const failing = failures.length === 0 ? "" : `\nWhat fails:\n\n${failures.map(item).join("")}`;
  return `${heading}\n${about}${failing}`;
}

function item({ file, title, reason }: Failure): string {
  const what = title === "" ? "the file" : title;
  const where = file === "" ? "" : `\`${file.split("/").at(-1)}\`: `;
  return `- ${where}${plain(what)} — ${code(reason)}\n`;
}

/** Markdown's own signs, in a text that means none. */
function plain(text: string): string {
  return text.replace(/[\\`*_<>|]/g, "\\$&");
}

/** The text may have backticks of its own: one more around it than it has in a row. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return longest === 0 ? `${ticks}${text}${ticks}` : `${ticks} ${text} ${ticks}`;
}
