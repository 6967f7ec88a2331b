import { transfer } from "@picot/runtime";

/**
 * Returns the bytes that it gets, in the same memory.
 *
 * @reactor
 * @timeout 10s
 */
export class Mover {
  async move(value: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    return transfer(value, [value.buffer]);
  }
}
