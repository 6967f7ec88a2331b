/** Console output of the reactor appears when it is written: a worker's own goes through the main thread, which may be blocked. */
import { writeSync } from "node:fs";
import { pause } from "../memory/sleep.ts";

type Callback = (error?: Error | null) => void;

/** Reactor thread of the embedded topology. */
export function writeConsoleAtOnce(): void {
  redirect(process.stdout, 1);
  redirect(process.stderr, 2);
}

function redirect(stream: NodeJS.WriteStream, fd: number): void {
  const write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Callback, callback?: Callback): boolean => {
    const bytes =
      typeof chunk === "string" ? Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8") : chunk;
    const done = typeof encoding === "function" ? encoding : callback;
    try {
      writeAll(fd, bytes);
    } catch (error) {
      // The reader is gone, or the descriptor is closed: as with a stream, the writer may hear of it, and goes on.
      done?.(error as Error); // fs throws errors only
      return true;
    }
    done?.();
    return true;
  };
  stream.write = write;
}

function writeAll(fd: number, bytes: Uint8Array): void {
  let from = 0;
  while (from < bytes.length) {
    try {
      from += writeSync(fd, bytes, from, bytes.length - from);
    } catch (error) {
      // A pipe that is full: its reader is slow. Nothing else tells when it has room, and a line must not be lost.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error; // fs throws errors with codes
      pause(1);
    }
  }
}
