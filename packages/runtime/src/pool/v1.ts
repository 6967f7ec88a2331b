/**
 * "@picot/runtime/pool/v1": the only door that generated `.deferred` modules use. What it exports stays as it is, so that what is
 * generated today runs with every later runtime of this major version.
 */
export { FOREVER } from "../deadline.ts";
export { classJobs, functionJobs } from "./twin-plan.ts";
export type { ClassJobs, ClassSource, JobMember, JobSource } from "./twin-plan.ts";
export { defer, iterate, place } from "./twin.ts";
