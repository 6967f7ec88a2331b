"use strict";
// TypeScript's own compiler, as ts-morph carries it. It is required, and not imported: Node would read its twelve megabytes
// twice more, to find out what kind of module they are and what they export, which takes half as long as to run them.
const { ts, getLibFiles } = require("@ts-morph/common");

exports.ts = ts;
exports.getLibFiles = getLibFiles;
