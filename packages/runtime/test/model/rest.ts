/** What may not be when nobody has a step to make. */
import type { ReactorBlock, ThreadBlock } from "../../dist/memory/blocks.js";
import { HEADER_BYTES, ReactorWord, State, ThreadWord, Want } from "../../dist/wire.js";
import { RING_BYTES } from "./machine.ts";
import type { World } from "./world.ts";

/** Ids of the answers in the ring. */
export function unread({ words, replies }: ThreadBlock): number[] {
  const ids: number[] = [];
  const view = new DataView(replies.memory, replies.offset, RING_BYTES);
  const tail = words[ThreadWord.ReplyTail]!; // within the block
  for (let head = words[ThreadWord.ReplyHead]!; head !== tail;) {
    const at = head & (RING_BYTES - 1);
    if (view.getInt32(at + 4, true) !== 0) ids.push(view.getFloat64(at + 8, true));
    head = (head + HEADER_BYTES + ((view.getInt32(at, true) + 15) & ~15)) | 0;
  }
  return ids;
}

/** Where all have come to. */
interface AtRest {
  readonly world: World;
  readonly block: ThreadBlock;
  readonly reactor: ReactorBlock;
  readonly stopped: boolean;
}

/** Nobody goes on without a timeout: nobody may sleep while there is something for him. */
export function checkRest({ world, block, reactor, stopped }: AtRest): void {
  for (const { name, op, waiting } of world.threads) {
    if (name === "caller" && op !== undefined && waiting === undefined) world.fail("the caller never goes on");
    if (waiting === undefined || (name === "reactor" && !world.alive)) continue;
    const [memory, at] = name === "caller" ? [block, ThreadWord.Want] : [reactor, ReactorWord.State];
    if (waiting.word !== world.place(memory.memory, at * 4)) continue;
    if (memory.words[at] !== waiting.value) world.fail(`the ${name} sleeps on a word that has changed`);
    const mine = (id: number): boolean => waiting.value === Want.Any || (id | 0) === waiting.value;
    if (name === "caller" && unread(block).some(mine)) world.fail("the caller sleeps, and its answer is there");
    if (name === "caller" && block.words[ThreadWord.Over] !== 0)
      world.fail("the caller sleeps, and the reactor is said to have ended");
    if (name === "caller" && world.alive && block.words[ThreadWord.NeedSpace] !== 0)
      world.fail("the caller sleeps, and the reactor has asked for room");
  }
  if (!world.alive || stopped) return;
  if (reactor.words[ReactorWord.Pending] !== 0) world.fail("the reactor sleeps, and a thread is pending");
  const { words } = block;
  if (words[ThreadWord.RequestTail] !== words[ThreadWord.RequestHead])
    world.fail("the reactor sleeps, and a request is there");
  if (reactor.words[ReactorWord.State] === State.Awake) world.fail("the reactor sleeps, and is said to be awake");
}
