import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { eventual, gather, isPicotError, onBlockedLoop } from "@picot/runtime";
import { Calculator } from "../fixtures/calculator.facade.ts";
import { thrownBy } from "./hand-made.ts";

export interface Told {
  /** In the script's own first run, before its loop turns. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** By calls made once nobody listens any longer. */
  readonly ended: number;
}

/** Blocking calls before and after the loop has turned. */
export function told(): Promise<Told> {
  const heard: string[] = [];
  const end = onBlockedLoop((method) => heard.push(method));
  const calculator = new Calculator(1);
  calculator.add(1, 2);
  const before = [...heard];
  return turn().then(async () => {
    calculator.add(1, 2);
    calculator.add(3, 4);
    calculator.plain("text");
    const soon = eventual(calculator).later(1, "value");
    soon.wait(5_000);
    soon.wait(5_000);
    for (const _ of gather([eventual(calculator).add(1, 1), eventual(calculator).add(2, 2)], 5_000));
    end();
    const after = [...heard];
    await turn();
    calculator.where();
    return { before, after, ended: heard.length - after.length };
  });
}

/** A hook that refuses: the call is not made, and the next one is refused as well. */
export async function refused(): Promise<readonly unknown[]> {
  const calculator = new Calculator(1);
  const end = onBlockedLoop((method) => {
    throw new Error(`not here: ${method}`);
  });
  await turn();
  const errors = [thrownBy(() => calculator.add(1, 2)), thrownBy(() => calculator.add(1, 2))];
  end();
  return [...errors.map((error) => (error as Error).message), errors.some(isPicotError), calculator.add(1, 2)];
}

/** With no hook of one's own. */
export async function warned(): Promise<unknown> {
  const calculator = new Calculator(1);
  onBlockedLoop();
  await turn();
  calculator.add(1, 2);
  calculator.add(1, 2);
  const [warning] = (await once(process, "warning")) as [Error & { code?: string }]; // as Node documents it
  return { name: warning.name, code: warning.code, message: warning.message };
}

export async function unasked(): Promise<number> {
  const calculator = new Calculator(1);
  await turn();
  return calculator.add(1, 2);
}
