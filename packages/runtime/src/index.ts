/** @picot/runtime: blocking calls of asynchronous classes. */
import { tree } from "./tree.ts";

// Workers that this thread starts later inherit it, and so reach the same reactor.
tree();

// For authors of applications.
export { setup, noSetup, stop, type Named, type StopOptions } from "./reactor/setup.ts";
export { withReactor } from "./reactor/scope.ts";
export type { ServiceReference, SetupOptions } from "./reactor/options.ts";
export { FOREVER, type Timeout } from "./deadline.ts";
export { onBlockedLoop, type BlockedLoopHook } from "./blocked-loop.ts";
export { eventual, type Eventual } from "./eventual.ts";
export { EventualResult } from "./eventual-result.ts";
export { gather, type Completion } from "./gather.ts";
export { pump } from "./pump.ts";
export type { Expected, ExpectOptions } from "./listen.ts";
export {
  facadeOf,
  liveObjects,
  scope,
  share,
  traceLiveObjects,
  type LiveObjects,
  type Shared,
} from "./live-objects.ts";
export { retrieveResult } from "./retrieve.ts";
export { start, type Started } from "./start.ts";
export { callInReactor, callInReactorWithTimeout } from "./call-in-reactor.ts";
export { runInReactor, waitFor, type RunOptions } from "./run.ts";

// For authors of a reactor layer.
export { currentCall, type CurrentCall } from "./current-call.ts";
export { onStop } from "./reactor/hooks.ts";
export { provide } from "./reactor/provided.ts";
export { isInReactor } from "./role.ts";

// For both.
export {
  asynchronous,
  isAsynchronous,
  type Asynchronous,
  type AsynchronousOptions,
  type Blocking,
  type OwnFunctionOptions,
} from "./asynchronous.ts";
export { isSynchronous, synchronous } from "./synchronous.ts";
export { type ContextValue, contextValue } from "./context-value.ts";
export { transfer } from "./codec/transfer.ts";

// Errors.
export {
  ArgumentError,
  CallbackTimeoutError,
  CallerGoneError,
  CancelledError,
  CorruptChannelError,
  DeadlockError,
  DepthError,
  EventsLostError,
  InterruptedError,
  MessageTooBigError,
  NestingError,
  NeverReadyError,
  NoSuchMemberError,
  NonErrorThrownError,
  NotProvidedError,
  PicotError,
  PoolClosedError,
  PoolFullError,
  PromiseResultError,
  ReactorDiedError,
  ReactorStartError,
  ReactorStoppedError,
  RemoteError,
  ResultError,
  SetupError,
  StaleHandleError,
  ThreadDiedError,
  TestReactorError,
  TimeoutError,
  TimeoutRangeError,
  UnknownResultError,
  UnreadResultsError,
  VersionError,
  WrongThreadError,
  isPicotError,
  type DeadlockLink,
} from "./errors.ts";
export { registerErrorClass } from "./codec/decode-error.ts";
