import { defineConfig } from "picot";

// The class in src/reactor/x.reactor.ts gets its facade in src/facade/x.facade.ts.
export default defineConfig({ rootDir: "src/reactor", outDir: "src/facade" });
