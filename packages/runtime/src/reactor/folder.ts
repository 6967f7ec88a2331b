/** A private folder of this user for what threads of one process must find by name: files and sockets, no contents of calls. */
import { lstatSync, mkdirSync, readdirSync, unlinkSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

let found: string | null | undefined;

/** The folder, made at the first need; null where there is none that can be trusted. Nothing that needs it is vital. */
export function privateFolder(): string | null {
  if (found === undefined) {
    found = make();
    if (found !== null) sweep(found);
  }
  return found;
}

function make(): string | null {
  try {
    const { uid, username } = userInfo();
    const folder = join(tmpdir(), `picot-${uid < 0 ? username : uid}`);
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const stat = lstatSync(folder);
    // Somebody else may have made it, or a link in its place: then what lies in it says nothing.
    const private_ = uid < 0 || (stat.uid === uid && (stat.mode & 0o077) === 0);
    return stat.isDirectory() && private_ ? folder : null;
  } catch {
    return null;
  }
}

/** What processes left behind that had no chance to clean up. Names begin with the process's number. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number.parseInt(name, 10);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    try {
      unlinkSync(join(folder, name));
    } catch {
      // Another process sweeps too.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH"; // kill throws errors with codes
  }
}
