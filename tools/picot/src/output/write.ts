import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Puts new content in place of old in one step: a reader, or a crash, sees the one or the other whole. */
export function writeWhole(path: string, content: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  sweep(path);
  const temporary = join(folder, `.${basename(path)}.picot-${process.pid}.tmp`);
  const file = openSync(temporary, "wx");
  try {
    try {
      writeFileSync(file, content);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes what a killed run left for this file; that of a run that still lives is its own business. */
function sweep(path: string): void {
  const start = `.${basename(path)}.picot-`;
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(start) || !name.endsWith(".tmp")) continue;
    const pid = Number(name.slice(start.length, -".tmp".length));
    if (pid === process.pid || !isAlive(pid)) rmSync(join(dirname(path), name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
