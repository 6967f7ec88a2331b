/**
 * Both doors of the pool in one bundle: what two bundles shared would go into the file that every application loads, and
 * piscina with it.
 */
export * from "./index.ts";
export * from "./v1.ts";
