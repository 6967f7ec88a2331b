"use strict";
// TypeScript's own compiler, as ts-morph carries it. It is required, and not imported: Node would read its twelve megabytes
// twice more, to find out what kind of module they are and what they export, which takes half as long as to run them.
const { dirname, join } = require("node:path");

// By itself: what is beside it, the text of the language's library among it, takes a third as long again, and few runs need it.
exports.ts = require(join(dirname(require.resolve("@ts-morph/common")), "typescript.js"));
exports.getLibFiles = () => require("@ts-morph/common").getLibFiles();
