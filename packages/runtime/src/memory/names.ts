/** Which process block of a tree belongs to which named reactor: the first thread that needs a name gives it a block. */
import { MAX_REACTORS, NameState, ProcessWord } from "../wire.ts";
import { type ProcessBlock, processBlock } from "./blocks.ts";

/** Milliseconds for which a thread may take to write a name; it is gone if it takes longer. */
const WRITING_MS = 100;

/** The block of the reactor of this name; `prepare` is called with a fresh one. Undefined where there are too many names. */
export function blockNamed(
  memory: SharedArrayBuffer,
  name: string,
  prepare: (block: ProcessBlock) => void,
): ProcessBlock | undefined {
  if (name === "") return processBlock(memory, 0);
  // All threads go through them in the same order, and wait for a name that is being written: none is given twice.
  for (let index = 1; index < MAX_REACTORS; index += 1) {
    const block = processBlock(memory, index);
    const { words } = block;
    if (Atomics.compareExchange(words, ProcessWord.Name, NameState.Free, NameState.Writing) === NameState.Free) {
      prepare(block);
      block.name.writeUInt8(block.name.write(name, 1, "latin1"), 0);
      // Publishes the name and what was prepared.
      Atomics.store(words, ProcessWord.Name, NameState.Given);
      Atomics.notify(words, ProcessWord.Name);
      return block;
    }
    Atomics.wait(words, ProcessWord.Name, NameState.Writing, WRITING_MS);
    if (nameOf(block) === name) return block;
  }
  return undefined;
}

/** The name of this block's reactor; "" for the default one, and for a block without a reactor. */
export function nameOf({ words, name }: ProcessBlock): string {
  // Written before this was stored.
  if (Atomics.load(words, ProcessWord.Name) !== NameState.Given) return "";
  return name.toString("latin1", 1, 1 + name.readUInt8(0));
}
