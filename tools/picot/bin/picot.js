#!/usr/bin/env node
import module from "node:module";

// Most of a run's time goes into compiling TypeScript's own source: Node >= 22.8 can keep the result.
module.enableCompileCache?.();
const { main } = await import("../dist/cli.js");
process.exitCode = await main(process.argv.slice(2));
