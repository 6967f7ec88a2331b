import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Puts new content in place of old in one step: a reader, or a crash, sees the one or the other whole. Throws what the system
 * says, and leaves nothing behind then.
 */
export function writeWhole(path: string, content: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  // A name that is nobody else's: other runs may write the same facade at this moment, with the same content.
  const own = `${process.pid}-${randomBytes(4).toString("hex")}`;
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.picot-${own}.tmp`);
  const file = openSync(temporary, "wx", modeOf(path));
  try {
    try {
      writeFileSync(file, content);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    remove(temporary);
    throw error;
  }
}

/** Removes from a folder what killed runs left; that of a run that still lives is its own business. */
export function sweep(folder: string): void {
  for (const name of namesIn(folder)) {
    const pid = Number(/^\..+\.picot-(\d+)(?:-[0-9a-f]+)?\.tmp$/.exec(name)?.[1]);
    if (Number.isSafeInteger(pid) && pid > 0 && !isAlive(pid)) remove(join(folder, name));
  }
}

/** A file that is replaced keeps its rights. */
function modeOf(path: string): number {
  const there = statSync(path, { throwIfNoEntry: false });
  return there === undefined ? 0o666 : there.mode & 0o777;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No folder, or no right to read it: nothing to clean.
    return [];
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // On a disk that went read-only, say: what went wrong before is what must be told.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
