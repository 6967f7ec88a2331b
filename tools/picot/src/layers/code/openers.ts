import { type Node, bare, child } from "../ast.ts";
import type { Names } from "./names.ts";
import { originOf } from "./origin.ts";

/** What opens a connection, a file or a process that one thread has, by module: names, or none for the module itself. */
const openers: Readonly<Record<string, RegExp>> = {
  "@prisma/client": /^PrismaClient$/,
  amqplib: /^connect$/,
  "better-sqlite3": /^$/,
  "better-sqlite3-multiple-ciphers": /^$/,
  "bun:sqlite": /^Database$/,
  duckdb: /^Database$/,
  ioredis: /^(?:Redis|Cluster)?$/,
  knex: /^(?:knex)?$/,
  libsql: /^(?:Database)?$/,
  mongodb: /^MongoClient(?:\.connect)?$/,
  mongoose: /^(?:connect|createConnection)$/,
  mysql: /^(?:createConnection|createPool)$/,
  mysql2: /^(?:createConnection|createPool)$/,
  "mysql2/promise": /^(?:createConnection|createPool)$/,
  nats: /^connect$/,
  "node:child_process": /^(?:spawn|fork|exec|execFile)$/,
  "node:dgram": /^createSocket$/,
  "node:fs": /^(?:openSync|createReadStream|createWriteStream|promises\.open)$/,
  "node:fs/promises": /^open$/,
  "node:http": /^createServer$/,
  "node:http2": /^(?:connect|createServer|createSecureServer)$/,
  "node:https": /^createServer$/,
  "node:net": /^(?:connect|createConnection|createServer|Socket|Server)$/,
  "node:sqlite": /^DatabaseSync$/,
  "node:tls": /^(?:connect|createServer|TLSSocket)$/,
  "node:worker_threads": /^Worker$/,
  "pg-native": /^$/,
  pg: /^(?:Client|Pool)$/,
  postgres: /^$/,
  redis: /^(?:createClient|createCluster)$/,
  sqlite3: /^Database$/,
  ws: /^(?:WebSocket|WebSocketServer)?$/,
};

/** What an expression opens, as a message names it: `Pool of pg`; null where it opens nothing that is known. */
export function openedBy(expression: Node | null, names: Names): string | null {
  const node = bare(expression);
  if (node?.type !== "CallExpression" && node?.type !== "NewExpression") return null;
  const from = originOf(child(node, "callee"), names);
  if (from === null) return null;
  const name = from.path.join(".");
  if (from.module === null) return name === "WebSocket" ? "a WebSocket" : null;
  if (openers[from.module]?.test(name) !== true) return null;
  return name === "" ? `what ${from.module} opens` : `${name} of ${from.module}`;
}
