/** Both halves of the hand-off in one thread: nothing sleeps, and a test decides when the reactor looks. */
import { MessageChannel } from "node:worker_threads";
import { FOREVER } from "@picot/runtime";
import { Connection, type ConnectionOptions } from "../dist/call.js";
import { Deadline } from "../dist/deadline.js";
import { EventualResult } from "../dist/eventual-result.js";
import { Lane } from "../dist/lane.js";
import { newReactorBlock, newThreadBlock } from "../dist/memory/blocks.js";
import { systemCall } from "../dist/outgoing.js";
import { type Incoming, Served, type Work } from "../dist/serve.js";
import { MAX_MESSAGE_BYTES } from "../dist/wire.js";

export type Resolve = (call: Incoming) => Work | Promise<Work>;

/** `resolve`: what a call does in the reactor. */
export function bothHalves(resolve: Resolve, options: ConnectionOptions = {}) {
  const block = newThreadBlock();
  const { port1, port2 } = new MessageChannel();
  const alive = { check: (): void => {} };
  const welcome = { reactor: newReactorBlock().memory, number: 0 };
  const connection = new Connection(1, block, new Lane(port1), alive, { welcome, ...options });
  const resumed = { times: 0 };
  const unlistened: number[] = [];
  const served = new Served(block, new Lane(port2), {
    maxMessageBytes: options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
    replying: () => {},
    resume: () => (resumed.times += 1),
    register: () => {},
    resolve,
    object: () => undefined,
    toHandle: () => ({ handle: 1, plan: 1 }),
    keep: () => new Map<object, never>(),
    release: () => {},
    unlisten: (_, id) => unlistened.push(id),
    releaseUnwritten: () => {},
    trace: () => {},
    closed: () => {},
  });
  const forever = Deadline.after(FOREVER);
  return {
    block,
    connection,
    served,
    resumed,
    /** Ids of calls that began to listen to what nobody listens to any longer. */
    unlistened,
    /** Sends a call; the reactor does not look at it yet. */
    send: (...args: unknown[]) => {
      const call = connection.send(systemCall("call", 0, args), forever);
      return { id: call.id, result: new EventualResult<unknown>(call, connection) };
    },
    post: (...args: unknown[]): void => connection.post(systemCall("post", 0, args), forever),
    /** The reactor reads all that it may. */
    serve: (): number => served.serve(100_000),
  };
}

/** A call that returns its first argument. */
export const echo: Resolve = ({ args }) => ({ label: "echo", run: () => args[0] });

/** All microtasks that are waiting, and those that they bring, have run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
