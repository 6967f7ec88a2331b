import type { Peer } from "../peer.ts";
import { makeSynchronized } from "./make-synchronized.ts";
import { picot } from "./picot.ts";
import { syncMessagePort } from "./sync-message-port.ts";
import { synckit } from "./synckit.ts";

/** The one that the others are compared with. */
export const subject = picot;

/** All that are measured, in the order of the tables. */
export const peers: readonly Peer[] = [subject, synckit, makeSynchronized, syncMessagePort];

export function findPeer(name: string): Peer {
  const found = peers.find((peer) => peer.name === name);
  if (found === undefined)
    throw new Error(`no peer is called ${name}; there are ${peers.map((peer) => peer.name).join(", ")}`);
  return found;
}
