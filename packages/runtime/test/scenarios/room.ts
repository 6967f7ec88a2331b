import { Buffers } from "../fixtures/buffers.facade.ts";

/** Pages that a call with a megabyte each way has the system find, on average, once many of them have gone before. */
export function faults(): unknown {
  const buffers = new Buffers();
  const bytes = new Uint8Array(1_048_576).fill(7);
  const calls = (count: number): void => {
    for (let i = 0; i < count; i += 1)
      if ((buffers.echo(bytes) as Uint8Array).length !== bytes.length) throw new Error(); // echo gives back what it got
  };
  calls(200);
  const before = process.resourceUsage().minorPageFault;
  calls(200);
  return (process.resourceUsage().minorPageFault - before) / 200;
}

/** Bytes that the process holds after as many calls. */
export function held(): unknown {
  faults();
  return process.memoryUsage().rss;
}
