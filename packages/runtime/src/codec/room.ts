/**
 * Memory for the large copies that are given away with a message.
 *
 * The GNU allocator gives a large block back to the system as soon as the engine's collector frees it, and the next one is then
 * made of pages that the system has to find and to clear, one fault for each: several times what the copying itself costs. It
 * learns from what it sees (mallopt(3), M_MMAP_THRESHOLD): once a block of nearly 32 MB came and went, it keeps freed ones for
 * the next, up to 64 MB of them. A thread that copies much shows it one, which is never touched and so takes no memory. Other
 * allocators keep what they keep.
 */
import { perThread } from "../per-thread.ts";

/** Bytes of copies that make much: about what the engine lets lie before it collects. */
const MUCH = 33_554_432;
/** The largest block that the allocator learns from, less a header. */
const LESSON = 33_554_432 - 65_536;

const here = perThread("room", () => ({ copied: 0 }));

/** Memory that is not cleared, and is nobody else's. */
export function roomFor(bytes: number): Buffer<ArrayBuffer> {
  if (here.copied < MUCH) {
    here.copied += bytes;
    if (here.copied >= MUCH) teach();
  }
  return Buffer.allocUnsafeSlow(bytes);
}

function teach(): void {
  try {
    Buffer.allocUnsafeSlow(LESSON);
  } catch {
    // So little memory is left that the allocator had better give back what it can.
  }
}
