/** Program: a server on the loopback, which prints its port and ends with the process that started it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((_request, response) => response.end("ok"));
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port)); // a socket's, for it has a port
process.stdin.on("end", () => process.exit()).resume();
