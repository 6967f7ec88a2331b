import {
  CancelledError,
  NonErrorThrownError,
  RemoteError,
  TimeoutError,
  eventual,
  isPicotError,
  registerErrorClass,
} from "@picot/runtime";
import { Calls } from "../fixtures/calls.facade.ts";
import { Failures } from "../fixtures/failures.facade.ts";
import { AccessorError, OwnStatusError, RateError, StaleRateError } from "../fixtures/rate-errors.ts";
import { thrownBy } from "./hand-made.ts";

const failures = (): Failures => new Failures();

/** The error that an act throws; anything else is no answer. */
function errorOf(act: () => unknown): Error {
  const error = thrownBy(act);
  if (!(error instanceof Error)) throw new Error(`no error came: ${String(error)}`);
  return error;
}

const field = (error: object, key: string): unknown => Reflect.get(error, key);

export function ownClass(): unknown {
  const error = errorOf(() => failures().rate("EURUSD"));
  const cause = error.cause;
  return {
    ofClass: error instanceof RateError && !(error instanceof StaleRateError),
    name: error.name,
    message: error.message,
    code: field(error, "code"),
    details: error instanceof RateError && [
      error.details.pair,
      error.details.at instanceof Date,
      error.details.at.getTime(),
    ],
    cause: cause instanceof TypeError && cause.message,
    causeIsHidden: !Object.keys(error).includes("cause"),
    keys: Object.keys(error),
    picot: isPicotError(error),
  };
}

export function derivedClass(): unknown {
  const error = errorOf(() => failures().stale());
  return [
    error instanceof StaleRateError,
    error instanceof RateError,
    field(error, "age"),
    error.cause === undefined,
    Object.hasOwn(error, "cause"),
  ];
}

/** An own field over an accessor of the class. */
export function accessorField(): unknown {
  const error = errorOf(() => failures().ownStatus());
  return [error instanceof OwnStatusError, error instanceof AccessorError, field(error, "status"), failures().fine()];
}

/** Classes that are not registered: known by the nearest known one, and by their name. */
export function unknownClasses(names: readonly string[]): unknown {
  const one = failures();
  return names.map((name) => {
    const error = errorOf(() => one.ofClass(name));
    return [error instanceof RemoteError, error.constructor === RemoteError, error.message];
  });
}

/** Errors whose name is that of something else. */
export function misnamed(names: readonly string[]): unknown {
  const one = failures();
  return names.map((name) => {
    const error = errorOf(() => one.named(name));
    return [
      error instanceof RemoteError,
      error.name === name,
      error.message,
      typeof error,
      Object.getPrototypeOf(error) === RemoteError.prototype,
    ];
  });
}

export function strange(which: string): unknown {
  const one = failures();
  const error = errorOf(() => one.strange(which));
  return {
    message: error.message,
    name: error.name,
    stack: typeof error.stack,
    kept: field(error, "kept"),
    lost: field(error, "lost"),
    ownCause: error.cause === error,
    cause: typeof error.cause === "object" ? typeof Reflect.get(error.cause ?? {}, "help") : typeof error.cause,
    next: one.fine(),
  };
}

/** Things thrown that are no errors. */
export function nonErrors(whats: readonly string[]): unknown {
  const one = failures();
  return whats.map((what) => {
    const error = errorOf(() => one.nothing(what));
    if (!(error instanceof NonErrorThrownError)) return String(error);
    return [error.value === undefined ? "undefined" : error.value, error.message, one.fine()];
  });
}

export function group(): unknown {
  const error = errorOf(() => failures().group());
  if (!(error instanceof AggregateError)) return String(error);
  const [first, nested, last] = error.errors as unknown[]; // typed any
  return {
    message: error.message,
    first: first instanceof RangeError && first.message,
    nested: nested instanceof AggregateError && nested.message,
    inner: nested instanceof AggregateError && nested.errors[0] instanceof RateError,
    last,
    hidden: !Object.keys(error).includes("errors"),
  };
}

export function domException(): unknown {
  const error = thrownBy(() => failures().domException());
  return error instanceof DOMException && [error.name, error.message, error.code, error instanceof Error];
}

export function systemError(): unknown {
  const error = errorOf(() => failures().system());
  return [
    error.name,
    error.constructor === Error,
    field(error, "code"),
    field(error, "errno"),
    field(error, "syscall"),
    field(error, "path"),
  ];
}

export function protoField(): unknown {
  const error = errorOf(() => failures().protoField());
  return [
    error instanceof RateError,
    Object.hasOwn(error, "__proto__"),
    field({}, "polluted") === undefined,
    field(error, "message"),
  ];
}

/** A class registered by hand. */
export function registered(): unknown {
  class Special extends Error {}
  registerErrorClass(Special);
  return errorOf(() => failures().ofClass("Special")) instanceof Special;
}

/** picot's own error, thrown by the method itself. */
export function ownPicotError(): unknown {
  const error = errorOf(() => failures().cancelsItself());
  return [error instanceof CancelledError, error.message, isPicotError(error) && error.code];
}

/** The error of a facade's call, and the lines where it was called. */
export function stackOfCall(): string {
  return (
    errorOf(function theCaller() {
      return failures().deep();
    }).stack ?? ""
  );
}

export function stackOfRecursion(): string {
  return errorOf(() => failures().recursive(10)).stack ?? "";
}

export function stackOfWait(): string {
  const soon = eventual(failures()).deep();
  return (
    errorOf(function theWaiter() {
      return soon.wait(5_000);
    }).stack ?? ""
  );
}

/** Thrown with picot's own frames below it. */
export function stackOfSynchronous(): string {
  return (
    errorOf(function theCaller() {
      failures().rate("EURUSD");
    }).stack ?? ""
  );
}

export function stackOfDomException(): string {
  return (
    errorOf(function theCaller() {
      failures().domException();
    }).stack ?? ""
  );
}

export function stackOfTimeout(): string {
  const error = errorOf(function theCaller() {
    new Calls().never("work");
  });
  if (!(error instanceof TimeoutError)) throw error;
  return error.stack ?? "";
}

export function stackOfRefusal(): string {
  return (
    errorOf(function theCaller() {
      new Calls().plain(Symbol("s") as unknown as string); // what cannot cross
    }).stack ?? ""
  );
}
