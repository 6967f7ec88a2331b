/** "@picot/runtime/pool": from the reactor to threads that may block, on piscina. */

// In the reactor.
export {
  deferToDatabase,
  deferToThread,
  deferToThreadPool,
  installDatabasePool,
  suggestThreadPoolSize,
  withOptions,
} from "./defer.ts";
export {
  callInThread,
  callInThreadWithCallback,
  callMultipleInThread,
  callOut,
  callOutToThread,
} from "./call-in-thread.ts";
export { deferToFreshThread } from "./fresh.ts";
export { ThreadPool } from "./thread-pool.ts";
export type { ContextSource, JobOptions, ThreadPoolOptions } from "./options.ts";
export type { JobCall } from "./described.ts";
export { Limiter } from "./limiter.ts";

// In a job.
export { type CurrentJob, currentJob, threadContext } from "./current-job.ts";

// For both.
export { type ContextValue, contextValue } from "../context-value.ts";

// From any thread into the reactor.
export { callFromThread } from "./call-from-thread.ts";
export { blockingCallFromThread } from "./blocking-call.ts";
