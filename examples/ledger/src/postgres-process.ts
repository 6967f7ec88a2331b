// A program: PostgreSQL as PGlite has it, behind a socket. Prints its URL, and ends when its standard input is closed, which
// the system does when the process that started it is gone, however that ended.
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { OneSession } from "./one-session.ts";

process.stdin.once("close", () => process.exit()).resume();

const db = new OneSession();
await db.waitReady;
// Connections take turns: PGlite has one session only, so a transaction waits until the one before it has ended.
const server = new PGLiteSocketServer({ db, port: 0, maxConnections: 100 });
await server.start();
console.log(`postgresql://postgres@${server.getServerConn()}/postgres?sslmode=disable`);
