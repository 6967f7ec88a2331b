/**
 * Every kind of problem: how bad it is, and why it is one. An error keeps its file's facade from being written, if it
 * has one; a warning does not. docs/problems.md says the same at length.
 */
export const kinds = {
  "async-iterable": {
    severity: "error",
    why: "An iterator is a conversation of many calls about one live object: it crosses as the whole of a result, and as nothing else.",
  },
  "bad-file-name": {
    severity: "error",
    why: "A facade names its source by a URL and in a comment of one line, and neither can hold such a character as it is.",
  },
  "bad-tsconfig": {
    severity: "error",
    why: "The tsconfig says which files belong and what their imports mean; half of it would give a wrong facade.",
  },
  "blocking-async": {
    severity: "error",
    why: "A thread of the pool has one job at a time and may block; what awaits belongs to the reactor, whose loop serves all at once.",
  },
  "blocking-property": {
    severity: "error",
    why: "To read or set something is no call that could be awaited, and a twin's object is in another thread.",
  },
  "blocks-event-loop": {
    severity: "error",
    why: "A facade blocks its thread, and while it does, the event loop of that thread serves nobody.",
  },
  "blocks-reactor": {
    severity: "error",
    why: "The reactor's one thread serves all calls, timers and connections; while it waits or computes, none of them.",
  },
  "callback-parameter": {
    severity: "error",
    why: "A function runs in its caller's thread while that waits for the call it came with: its type must say how what it takes and gives crosses, and there must be a call that waits.",
  },
  "calls-facade": {
    severity: "error",
    why: "A facade's call is answered by the reactor, and a reactor that waits for the answer does not give it.",
  },
  "class-expression": {
    severity: "error",
    why: "picot reads declarations, which have one name for the class and for its facade.",
  },
  "commonjs-module": {
    severity: "error",
    why: "Facades are ES modules, and the reactor imports their sources as such.",
  },
  "computed-name": {
    severity: "error",
    why: "The facade's plan lists members by name, and this name is known only when the program runs.",
  },
  "cyclic-base": {
    severity: "error",
    why: "A class is evaluated after the class that it extends, so their facades could not be loaded in any order.",
  },
  "default-export": {
    severity: "error",
    why: "The facade bears the name of its class, and this one has none.",
  },
  "edited-output": {
    severity: "error",
    why: "A change by hand would be lost with the next run, so picot does not overwrite it unasked.",
  },
  "enum-in-reactor-layer": {
    severity: "warning",
    why: "A facade has an enum of its source once more, but cannot for a const enum, or for values that are known at run time only.",
  },
  "error-in-reactor-layer": {
    severity: "warning",
    why: "A facade imports only types from a module with marked classes: to import the error class would load the reactor's code in the wrong thread.",
  },
  "event-emitter": {
    severity: "error",
    why: "A facade names each event, and says what its handlers are called with; and what was begun by `on` must be there to be ended.",
  },
  "green-left-out": {
    severity: "warning",
    why: "A green twin has the members that are there for certain, under names that the source says; whoever expects this one should know.",
  },
  "hidden-base-members": {
    severity: "warning",
    why: "The base class is not marked, so nobody said how long its methods may take, or that they are meant for other threads.",
  },
  "imports-blocking": {
    severity: "error",
    why: "What is tagged @blocking blocks the thread that calls it; its twin, which is awaited, has a thread of the pool do that.",
  },
  "imports-deferred": {
    severity: "error",
    why: "A twin has its job run in a thread of the reactor's pool, and only the reactor has one.",
  },
  "imports-facade": {
    severity: "error",
    why: "A facade blocks its thread until the reactor answers; in the reactor it would wait for itself.",
  },
  "imports-reactor-layer": {
    severity: "error",
    why: "What is imported runs in the thread that imports it: the async class would run beside the application, and not in the reactor.",
  },
  "inherited-constructor": {
    severity: "error",
    why: "The facade repeats the constructor's parameters, and those of a class that is not marked are not read.",
  },
  "invalid-timeout": {
    severity: "error",
    why: "A timeout that is misread waits too long or not at all, so picot takes only forms that can mean one thing.",
  },
  "merged-class": {
    severity: "error",
    why: "What an interface or namespace adds to a class is not in its declaration, and would be missing from the facade.",
  },
  "misplaced-copy": {
    severity: "error",
    why: "`@copy` is the author's word that all values of a member are plain data, although their types might say more; it cannot make data of what is none.",
  },
  "misplaced-prefetch": {
    severity: "error",
    why: "Items can be made before they are asked for only where there are some.",
  },
  "misplaced-transfer": {
    severity: "error",
    why: "`@transfer` gives away all whole buffers of one call; it means nothing on a class, and takes no words.",
  },
  "missing-timeout": {
    severity: "error",
    why: "A blocked thread does nothing else, so how long it may wait is said and never assumed.",
  },
  "mixed-crossings": {
    severity: "error",
    why: "Overloads of a member have one plan, so what is at one position crosses in one way; and marked objects at one place are of one class.",
  },
  "mixed-layers": {
    severity: "error",
    why: "The reactor loads what is tagged @reactor, and threads that block load what is tagged @blocking: one module would be loaded by both.",
  },
  "named-reactor": { severity: "error", why: "Reactors are found by their names, which are one plain word each." },
  "nested-reference": {
    severity: "error",
    why: "A marked object stays in the reactor, and what crosses in its place must stand where a plan can say that it does.",
  },
  "not-exported": { severity: "error", why: "The reactor loads the class by importing its module." },
  "not-generated": {
    severity: "error",
    why: "picot overwrites only what it wrote itself, which it knows by the header and its checksum.",
  },
  "optional-method": {
    severity: "error",
    why: "Whether an optional method is there is known to the object in the reactor only, and the facade would have it always.",
  },
  "orphaned-facade": {
    severity: "error",
    why: "A facade without a marked source calls what is not there any more, and picot deletes no files.",
  },
  "other-reactor": {
    severity: "error",
    why: "A marked object stays in the reactor that made it, and another reactor cannot reach it there.",
  },
  "output-collision": {
    severity: "error",
    why: "Some file systems take two names that differ in case for one, and the second facade would replace the first.",
  },
  "outside-root": {
    severity: "error",
    why: "`outDir` repeats the folders below `rootDir`, and this file is not below it.",
  },
  "own-expect": {
    severity: "warning",
    why: "Facades of classes with events have `expect(event)`, and what the author has named so comes first.",
  },
  "param-cannot-cross": {
    severity: "error",
    why: "Arguments are copied from thread to thread, and functions, promises and symbols have no copy.",
  },
  "per-thread-state": {
    severity: "warning",
    why: "Every thread loads modules anew, and has variables of its own: what one call leaves in them, the next one finds only if it runs in the same thread.",
  },
  "process-copy": {
    severity: "warning",
    why: "A worker has a copy of the environment, and hears of no signal: what it does there stays in its thread.",
  },
  "process-state": {
    severity: "error",
    why: "The working directory, the umask and the user belong to the whole process, and Node lets only the main thread change them.",
  },
  "public-field": {
    severity: "error",
    why: "A field is read as it is, and neither a promise nor a function can cross threads.",
  },
  "reactor-object": {
    severity: "error",
    why: "An object of a marked class lives in the reactor; other threads have facades, which each makes or asks for itself.",
  },
  "recursive-reference": {
    severity: "error",
    why: "A facade's plan lists the places in a value where marked objects are, and a type that leads back to itself has places without end.",
  },
  "reserved-name": {
    severity: "error",
    why: "The name has a meaning of its own on every object or every facade: `then`, for one, makes an object look like a promise.",
  },
  "result-cannot-cross": {
    severity: "error",
    why: "Results are copied from thread to thread, and functions, promises and symbols have no copy.",
  },
  "shared-connection": {
    severity: "warning",
    why: "Sockets, files and what is built on them belong to the thread that opened them; a module that opens one opens it once in each thread that loads it.",
  },
  "stale-reactor-only": { severity: "error", why: "A tag that excludes nothing misleads whoever reads it." },
  "stray-tag": {
    severity: "error",
    why: "Only classes and functions that are declared at the top of a module can be loaded by the reactor; elsewhere the tag would be forgotten in silence.",
  },
  "symlink-output": { severity: "error", why: "Through a link, a run would write to a place that nobody named." },
  "syntax-error": {
    severity: "error",
    why: "A source that does not parse has no certain meaning, so its facade is left as it is.",
  },
  "thick-wrapper": {
    severity: "error",
    why: "Code that straddles two threads is the hardest to test and to debug, so a wrapper holds one call and nothing else.",
  },
  "touches-handoff": {
    severity: "error",
    why: "Where the hand-off is used all over an application, its threads, timeouts and handles are everybody's business again.",
  },
  "unexported-module": {
    severity: "warning",
    why: "Each package is built to a folder of its own, and a path from one package's sources into another's leads nowhere from there.",
  },
  "unexported-type": {
    severity: "error",
    why: "A facade is a module of its own, and can name only what other modules export.",
  },
  "unnameable-type": {
    severity: "error",
    why: "The member has no written type, and what TypeScript worked out has no name that the facade could import.",
  },
  "unresolved-type": {
    severity: "error",
    why: "A type that cannot be found is `any` to TypeScript, and a facade of it would promise anything.",
  },
  "untyped-parameter": {
    severity: "error",
    why: "The facade repeats the parameter's type, and without one it would be `any`.",
  },
  "write-failed": {
    severity: "error",
    why: "The system did not let picot write the file; the one that was there is as it was.",
  },
} as const;
