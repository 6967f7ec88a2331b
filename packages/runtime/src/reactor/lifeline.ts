/**
 * How the reactor hears of the end of a thread that was given no port: the thread listens on a local socket to which the
 * reactor connects, and which Node closes with the thread, however it ends. Nothing is ever sent on it.
 */
import type { Server, Socket } from "node:net";
import { join } from "node:path";
import { uniqueName } from "../unique.ts";
import { privateFolder } from "./folder.ts";

// Loaded by the few who need it: it costs a thread's start some milliseconds.
const net = (): typeof import("node:net") => process.getBuiltinModule("node:net");

/** Longest path of a local socket that every system takes. */
const MAX_PATH = 100;

/** In an application thread: its end of the line, as a path; "" where that cannot be. Keeps no loop alive. */
export function openLifeline(): string {
  const folder = privateFolder();
  if (folder === null) return "";
  const name = `${process.pid}.${uniqueName()}`;
  const path = process.platform === "win32" ? join("\\\\.\\pipe", name) : join(folder, name);
  if (path.length > MAX_PATH) return "";
  const server: Server = net().createServer((socket) => {
    // Accepted if this thread's loop ever turns; the line is whole either way, and keeps no loop alive.
    socket.unref();
    socket.on("error", () => undefined);
  });
  // Without it a thread's end is heard of only if the thread can say so; nothing else depends on it.
  server.on("error", () => undefined);
  // Exclusive: a cluster's worker would otherwise ask its primary, which needs a turn of this thread's loop.
  server.listen({ path, exclusive: true });
  server.unref();
  return server.listening ? path : "";
}

/** In the reactor: calls back once, when the thread at the other end is gone. */
export function watchLifeline(path: string, onEnd: () => void): Socket | undefined {
  const folder = privateFolder();
  // Anybody in the process may post a path: only those that a thread of ours opens are connected to.
  const ours = folder !== null && (path.startsWith(folder) || path.startsWith("\\\\.\\pipe\\"));
  if (!ours) return undefined;
  // The system connects, also while the thread is blocked and does not accept.
  const socket = net().connect(path);
  socket.on("error", () => undefined);
  socket.on("close", onEnd);
  socket.unref();
  return socket;
}
