/** Starts one run as a process of its own, and ends it from outside when it says nothing. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PATIENCE, type Report } from "./outcome.ts";

/** `aborted`: the whole process has ended with its reactor, as V8 may do where it is out of memory. */
export type Ended = Report | "aborted";

/** Tries until a step is met: whether the calls come by it depends on who sleeps when. */
const TRIES = 10;

/** As one(), again where nothing died; `unmet`: how often that was. What the callers got has no say in it. */
export async function death(program: string, args: readonly string[]): Promise<{ ended: Ended; unmet: number }> {
  for (let unmet = 0; unmet < TRIES; unmet += 1) {
    const ended = await one(program, args);
    if (ended === "aborted" || ended.met) return { ended, unmet };
  }
  throw new Error(`${program} ${args.join(" ")}: nothing died in ${TRIES} runs`);
}

export function one(program: string, args: readonly string[]): Promise<Ended> {
  const file = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
  return new Promise((resolve, reject) => {
    const options = { timeout: PATIENCE * 4, killSignal: "SIGKILL" as const };
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
      if (stdout !== "") return resolve(JSON.parse(stdout) as Report); // written by callers.ts
      if (error?.signal === "SIGABRT" || error?.code === 134) return resolve("aborted");
      reject(new Error(`${program} ${args.join(" ")} reports nothing:\n${stderr}`));
    });
  });
}
