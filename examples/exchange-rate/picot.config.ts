import { defineConfig } from "picot";

// The class in src/reactor/x.reactor.ts gets its facade in src/facade/x.facade.ts.
// The server's event loop must turn: `picot check` finds facades that its functions call.
export default defineConfig({
  rootDir: "src/reactor",
  outDir: "src/facade",
  layers: { loop: ["src/app/server.ts"] },
});
