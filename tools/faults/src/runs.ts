/** Every way to die, at every step. */
import { type Ended, death } from "./one.ts";
import { STEPS, type Step } from "./steps.ts";
import type { Row } from "./table.ts";
import { WAYS, type Way } from "./ways.ts";

export interface Death {
  readonly way: Way;
  readonly step: Step;
  readonly ended: Ended;
  /** Runs before it in which nothing died. */
  readonly unmet: number;
}

export async function picotDeaths(
  ways: readonly Way[],
  rounds: number,
  told: (what: string) => void,
): Promise<Death[]> {
  const deaths: Death[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const way of ways) {
      for (const step of STEPS) {
        told(`picot, round ${round}: ${way}, ${step}`);
        deaths.push({ way, step, ...(await death("picot/run", [way, step])) });
      }
    }
  }
  return deaths;
}

/** From outside, a peer's worker cannot be ended: whoever has it is blocked. So a loop is a loop. */
const PEER_WAYS = WAYS.filter((way) => way !== "terminate()");
const PEER_STEPS: readonly Step[] = ["while it runs", "about to sleep"];

export async function peerDeaths(peer: string, told: (what: string) => void): Promise<Death[]> {
  const deaths: Death[] = [];
  for (const way of PEER_WAYS) {
    for (const step of PEER_STEPS) {
      told(`${peer}: ${way}, ${step}`);
      deaths.push({ way, step, ...(await death("peers/run", [peer, way, step])) });
    }
  }
  return deaths;
}

export function rowsBy(of: "way" | "step", deaths: readonly Death[]): Row[] {
  const names = [...new Set(deaths.map((each) => each[of]))];
  return names.map((name) => ({ name, ended: deaths.filter((each) => each[of] === name).map(({ ended }) => ended) }));
}
