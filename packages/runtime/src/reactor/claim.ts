/**
 * One reactor per process, also among threads that share no ancestor which loaded picot (a linter's own workers): the tree
 * that makes the process's claim file starts it, the others join that tree. A file, since nothing in memory reaches such
 * threads before one of them answers, and since of two that ask at once neither would.
 */
import { readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { anyLive } from "../memory/phase.ts";
import type { Tree } from "../tree.ts";
import { uniqueName } from "../unique.ts";
import { privateFolder } from "./folder.ts";

function file(): string | null {
  const folder = privateFolder();
  return folder === null ? null : join(folder, `${process.pid}.claim`);
}

/** Whose claim stands: a tree's key; "" while its file is being written, or gone. */
export function claimant(): string {
  const path = file();
  try {
    return path === null ? "" : readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Claims the process for this tree. True if it is this tree's, or if there is no folder in which to settle it. */
export function claim(key: string): boolean {
  const path = file();
  if (path === null) return true;
  try {
    // Only one of those who make it succeeds.
    writeFileSync(path, key, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") return true; // fs throws errors with codes
  }
  const standing = claimant();
  if (standing === key) return true;
  if (!isOfPredecessor(path)) return false;
  overrule(standing);
  return claim(key);
}

/** Of a process that had our number before us, and did not clean up. */
function isOfPredecessor(path: string): boolean {
  const begun = Date.now() - process.uptime() * 1000;
  try {
    return statSync(path).mtimeMs < begun - CLOCK_STEP;
  } catch {
    return false;
  }
}

/** Milliseconds by which the clocks of files and of processes may differ. */
const CLOCK_STEP = 2000;

/**
 * One reactor of the tree has ended: gives the claim up if it was the last, or if the process ends. No effect on another
 * tree's.
 */
export function release({ block, key }: Tree, processEnds = false): void {
  const path = file();
  if (path === null || (!processEnds && anyLive(block, block)) || claimant() !== key) return;
  try {
    unlinkSync(path);
  } catch {
    // Released already, by another thread of the tree.
  }
  // One may have begun since we looked; it found the claim still standing.
  if (!processEnds && anyLive(block, block)) claim(key);
}

/** Removes the claim of a tree of which nobody answers any longer: its owner was ended without a chance to release it. */
export function overrule(key: string): void {
  const path = file();
  if (path === null) return;
  const aside = `${path}.${uniqueName()}`;
  try {
    // Of several that overrule at once, one moves the file.
    renameSync(path, aside);
    // It may have been claimed anew since we looked: then it goes back, unless a third one has been faster.
    const moved = readFileSync(aside, "utf8");
    if (moved !== key && moved !== "") claim(moved);
    unlinkSync(aside);
  } catch {
    // Another thread did it.
  }
}
