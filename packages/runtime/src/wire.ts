/**
 * Every record kind, control word and message of the hand-off: types and constants, no code.
 *
 * Three blocks of shared memory take part, each an array of 32-bit control words, one per cache line:
 *  - the process block, for each reactor of a tree of threads: which generation of it serves, and how the last one ended;
 *  - the reactor block, one per reactor: is it asleep, and which threads have requests for it;
 *  - the thread block, one per application thread: two byte rings and the word its owner sleeps on.
 */

/** Raised whenever two builds of the runtime could no longer understand each other. */
export const PROTOCOL = 1;

/** 32-bit words per cache line, so that no two control words share one. */
export const LINE = 16;

/** Words of the process block. */
export const ProcessWord = {
  /** generation << PHASE_BITS | Phase. */
  Phase: 0,
  /** Counted up by the supervisor of an owner that may end before the process: stillness tells that it has ended. */
  Beat: LINE,
  /** The last stash id given out. */
  Stash: 2 * LINE,
  /** Generation whose reactor thread its owner is to end: set by a stop whose time is up. */
  Kill: 3 * LINE,
  /** Generation whose last words stand in the obituary. */
  Obituary: 4 * LINE,
  /** Generation whose uncaught error stands in the cause area. */
  Cause: 5 * LINE,
  /** Bytes that one message may take, as setup() said; 0: MAX_MESSAGE_BYTES. */
  MaxMessage: 6 * LINE,
  /** 1: no thread looks about before it sleeps. */
  NoSpin: 7 * LINE,
  /** generation << 2 | WatchFlag: how its supervisor watches it. */
  Watch: 8 * LINE,
  /** Generation whose end is told already, or just now: only one thread tells it. */
  Told: 9 * LINE,
  /** Generation whose reactor thread has begun to run picot's code, and leaves last words where it ends by itself. */
  Begun: 10 * LINE,
  /** 1: Ctrl-C does not end the waiting of the main thread. */
  NoInterrupts: 11 * LINE,
  /** Generation whose reactor thread ends in order, and has nothing left to do. */
  Left: 12 * LINE,
  /** One of NameState: whether a named reactor has this block. */
  Name: 13 * LINE,
  /** First of WAIT_WORDS words: what the reactor's thread waits for. */
  Wait: 14 * LINE,
  /** The last ticket of a wait, in the first block only. */
  Tickets: 15 * LINE,
} as const;

/** Words that tell of a wait, all written by the waiting thread. */
export const WaitWord = {
  /** Of the wait; 0: the thread does not wait, or has not for long. */
  Ticket: 0,
  /** Of the reactor that waits. */
  Generation: 1,
  /** The index and the generation of the reactor that it waits for. */
  Target: 2,
  TargetGeneration: 3,
  /** How often the thread has looked, since it said so, and found no answer. */
  Looks: 4,
  /** Of the text that says more. */
  Length: 5,
} as const;
export const WAIT_WORDS: number = LINE;
/** Bytes kept for that text. */
export const WAIT_BYTES = 1024;

/** Reactors that a tree of threads may have, each with a process block of its own. The first is the one with no name. */
export const MAX_REACTORS = 32;
/** Bytes kept for a reactor's name, its length first. */
export const NAME_BYTES = 64;
/** Values of ProcessWord.Name. */
export const NameState = { Free: 0, Writing: 1, Given: 2 } as const;

/** Beside the generation in ProcessWord.Watch. */
export const WatchFlag = {
  /** The supervisor beats, or will as soon as it is up. */
  Beats: 1,
  /** The supervisor is up. */
  Up: 2,
} as const;

/**
 * Milliseconds of a thread's longest single sleep: after it, it looks whether its reactor is still there. Nearly every end is
 * told by waking it, so that a slice costs no time, only CPU.
 */
export const SLICE_MS = 250;

export const PHASE_BITS = 3;

/** Where the one reactor of a tree of threads stands. */
export const Phase = {
  /** Nobody serves: the next call starts a reactor. */
  None: 0,
  Starting: 1,
  /** Embedded: a worker serves. */
  Running: 2,
  /** Hosted: the thread that called noSetup() serves. */
  Hosted: 3,
  Stopping: 4,
  Stopped: 5,
  Dead: 6,
} as const;
export type Phase = (typeof Phase)[keyof typeof Phase];

export const PROCESS_WORDS: number = 16 * LINE;
/** Bytes kept for each of two texts that follow the words: the obituary and the encoded cause. */
export const LAST_WORDS_BYTES = 16_384;
/** Bytes kept for the options of the last start, as JSON. */
export const OPTIONS_BYTES = 65_536;

/** Words of the reactor block. */
export const ReactorWord = {
  State: 0,
  /** First of PENDING_WORDS words; bit n: thread number n has requests. */
  Pending: LINE,
} as const;
export const PENDING_WORDS = 32;
export const MAX_THREADS: number = PENDING_WORDS * 32;
/** Of the reactor block as well: counted up in each turn of the reactor's loop that serves. */
export const TURNS_WORD: number = LINE + PENDING_WORDS;
export const REACTOR_WORDS: number = TURNS_WORD + LINE;

/** Values of ReactorWord.State. */
export const State = {
  /** In its event loop: woken by the bell. */
  Asleep: 0,
  /** It will look at the pending bits by itself. */
  Awake: 1,
  /** On this very word, for a moment: woken by a notify, which costs a fraction of the bell. */
  Parked: 2,
} as const;

/** Words of the thread block. */
export const ThreadWord = {
  RequestTail: 0,
  RequestHead: LINE,
  ReplyTail: 2 * LINE,
  ReplyHead: 3 * LINE,
  /** What the thread sleeps for, the word it sleeps on: one of Want, or the low 32 bits of a call's id. */
  Want: 4 * LINE,
  /** Set by the reactor when it has replies that found no room. */
  NeedSpace: 5 * LINE,
  /** Set by the reactor once it serves this thread. */
  Accepted: 6 * LINE,
  /** Set once the reactor has ended: the thread sleeps no more before it has looked at the phase. */
  Over: 7 * LINE,
} as const;
export const THREAD_WORDS: number = 8 * LINE;

/** Values of ThreadWord.Want that are no call's: ids skip those whose low word is one of them. */
export const Want = {
  /** It does not sleep. */
  Nothing: 0,
  /** Any record at all. */
  Any: -1,
} as const;

/** Bytes of each ring: a power of two, since positions are free-running 32-bit counters. */
export const RING_BYTES = 262_144;
/** A payload over this travels on the lane instead: half a ring, less the header, fits wherever an empty ring stands. */
export const MAX_INLINE_BYTES: number = RING_BYTES / 2 - 64;
/** Byte arrays over this travel on the lane, where they are copied once. */
export const MAX_INLINE_BUFFER = 32_768;

/** Bytes that may travel beside a ring for records that are not read yet; or one record with as many as it likes. */
export const MAX_BESIDE = 4_194_304;

/** Bytes that one message may take unless setup() says otherwise: about what the longest string of V8 holds, and all text of a message is one. */
export const MAX_MESSAGE_BYTES = 536_870_912;
/** What setup() may say: from what a record may hold to what a word may hold. */
export const LEAST_MESSAGE_BYTES = 65_536;
export const MOST_MESSAGE_BYTES = 2_147_483_647;

/** A record is HEADER_BYTES of {length: i32, kind and flags: i32, id: f64}, then its payload, padded to 16. */
export const HEADER_BYTES = 16;

/** Kinds of record. From an application thread: 1 to 15; from the reactor: 16 and up. */
export const Kind = {
  /** Fills the end of a ring that is too short for the next record. */
  Padding: 0,
  /** Registers a plan: {url, name, members}; its number is the record's id. */
  Register: 1,
  /** Calls a member. Answered by a Reply of the same id. */
  Call: 2,
  /** Asks the work of a call to stop; the reply still comes. */
  Cancel: 3,
  /** As Cancel, and nobody waits any longer: no reply. */
  Abandon: 4,
  /** Lets go of a handle once: its id is the handle. A handle is sent with every result that it comes with, and let go of as often. */
  Release: 5,
  /** The thread ends: its calls are cancelled, its handles let go. */
  Close: 6,
  /** As Call, and nobody waits: no reply, and an error is logged in the reactor. Those of a thread begin in their order. */
  Post: 7,
  /** How a function ended that the reactor asked for: the Ask's id. */
  Answer: 8,
  /** Listens no longer: the id of the call that began it. */
  Unlisten: 9,
  /** Its id is how many events the thread has heard so far. */
  Heard: 10,
  /** Where a handle was got, its id: file, line and column. */
  Trace: 11,
  /** How a call ended. */
  Reply: 16,
  /** Asks a thread that waits for one of the functions that it gave with a call. Answered by an Answer of the same id. */
  Ask: 17,
  /** Takes an Ask back: its function is not to run any more. */
  Withdraw: 18,
  /** An event: its id is that of the call that began to listen. Its payload is that of an Ask, and nobody answers. */
  Event: 19,
  /** Its id is how many events were dropped, since too many waited for the thread. */
  Lost: 20,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** Flags beside the kind. */
export const Flag = {
  /** One message on the lane belongs to this record. */
  Attachments: 0x100,
  /** The payload itself is the first attachment. */
  Spilled: 0x200,
  /** Of a call: context values follow its arguments. */
  Values: 0x800,
  /** Of a reply: its call had been asked to stop before it ended. */
  Cancelled: 0x400,
} as const;
export const KIND_MASK = 0xff;

/** In the place of a function's limit: it is a listener, which stays when its call has ended. */
export const LISTENS = -1;

/** First byte of the payload of a reply, and of an answer. */
export const Outcome = { Returned: 0, Threw: 1 } as const;

/** The bell, sent on a lane; everything else on a lane is an array of attachments. */
export const BELL = 0;

/** What a member is called on, and how: the first four are called, the others read or set. */
export const MemberKind = {
  Construct: 0,
  Method: 1,
  Static: 2,
  Function: 3,
  Get: 4,
  Set: 5,
  StaticGet: 6,
  StaticSet: 7,
} as const;
export type MemberKind = (typeof MemberKind)[keyof typeof MemberKind];

/** What becomes of a member's result: a copy, or something that stays in the reactor. */
export const ResultKind = {
  Copy: 0,
  Handle: 1,
  /** It is iterated over. */
  Iterator: 2,
  /** A copy with live objects in it. */
  Parts: 3,
} as const;
export type ResultKind = (typeof ResultKind)[keyof typeof ResultKind];

/** A member that is named by a symbol is registered by this and the symbol's name: `@@asyncIterator`. */
export const SYMBOL_MARK = "@@";

/** A place in a value that may have live objects. `facade` is the thread's own business, and does not cross. */
export type Part =
  | { readonly kind: "copy" }
  | { readonly kind: "handle"; readonly facade?: () => unknown }
  | ({ readonly kind: "parts" } & Parts);

/** Of a value that may be one of several things: what it is tells which of these it has. */
export interface Parts {
  /** It may be a live object itself, or something else. */
  readonly self?: Part;
  /** Fields of an ordinary object, by name. */
  readonly fields?: Readonly<Record<string, Part>>;
  /** All its other fields. */
  readonly rest?: Part;
  /** Of an array, the first ones. */
  readonly places?: readonly Part[];
  /** All others, and those of a set. */
  readonly items?: Part;
  /** Of a map. */
  readonly keys?: Part;
  readonly values?: Part;
}

/**
 * A member as it is registered: its kind, its name, what becomes of its result, whether its buffers move, whether only the
 * object has it, and not its class: a field, or an abstract member; and the position of the parameter that gets the call's own
 * signal, or NO_SIGNAL.
 */
export type WireMember = readonly [
  kind: MemberKind,
  name: string,
  result: ResultKind,
  transfer: boolean,
  late: boolean,
  signal: number,
  /** Where live objects are: in such a copy, or in each item of an iterator. */
  live?: Part,
];

/** In place of a position: no parameter gets the signal. */
export const NO_SIGNAL = -1;

/** The payload of Kind.Register. */
export interface Registration {
  readonly url: string;
  /** Of the class; `""` for functions. */
  readonly name: string;
  /** The name that its module exports it under. */
  readonly exported: string;
  readonly members: readonly WireMember[];
  /** Names of the events that its objects have; left out where they have none. */
  readonly events?: readonly string[];
}

/** What a thread that was not there at the start says at the reactor's door. */
export interface Knock {
  readonly protocol: number;
  readonly block: SharedArrayBuffer;
  readonly lane: string;
  /** A local socket that closes with the thread, or "". */
  readonly lifeline: string;
  /** Node's number of the thread. */
  readonly thread: number;
}

/** The first message on such a thread's lane. */
export interface Welcome {
  readonly reactor: SharedArrayBuffer;
  readonly number: number;
}

/** Plan numbers below this are the runtime's own; those of facades start here. */
export const FIRST_PLAN = 1;

/** Members of plan 0, the reactor itself. */
export const SystemMember = {
  /** (plan, name) → handle of a provided instance. */
  Provided: 0,
  /** (callId, label, threw?, outcome?) → the stash id, or null if the call is not running and no outcome was given. */
  Stash: 1,
  /** (stashId, own) → the label of its call, or null. `own`: the claimer has the outcome already. */
  Claim: 2,
  /** (stashId) → the outcome of the claimed call. */
  Attach: 3,
  /** (within, calls) → stops the reactor: see StopRequest. */
  Stop: 4,
  /** (value, handle, StepKind, ahead) → items of an iterator, at least one, or { end }. */
  Step: 5,
  /** (handle, plan, event, once, listener) → nothing: from now on the listener hears the event of that number in the plan. */
  Listen: 6,
  /** (handle) → the number of a share that holds the object until it is taken, or its thread has ended. */
  Share: 7,
  /** (share, handle) → the object; ends the share. */
  Take: 8,
  /** () → who holds which objects. */
  Held: 9,
} as const;

/** What an iterator is asked to do. */
export const StepKind = { Next: 0, Throw: 1, Return: 2 } as const;
export type StepKind = (typeof StepKind)[keyof typeof StepKind];

/** How a reactor's thread ended: in its own words, or in those of the thread that told its end. */
export interface Obituary {
  readonly reason: DeathReason;
  readonly exitCode: number | null;
  /** The error that Node gave, where the thread could not write it down itself. */
  readonly error: { readonly name: string; readonly message: string; readonly stack: string } | null;
  /** Set when the reactor ended before it served. */
  readonly starting: boolean;
}
export type DeathReason = "exit" | "uncaught" | "out-of-memory" | "terminated" | "stalled" | "owner-ended";
