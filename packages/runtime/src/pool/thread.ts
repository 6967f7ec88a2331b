/** One thread of a pool, on a piscina of one: which thread a job gets is the crew's business, and all else piscina's. */
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { ThreadDiedError, textOf } from "../errors.ts";
import { logError } from "../log.ts";
import { type Job, type Packed, type Setup, toSend } from "./job.ts";

export class PoolThread {
  #piscina: Piscina<Job, Packed> | undefined;
  #lives = 0;

  /** Whether it is there. */
  get started(): boolean {
    return this.#piscina !== undefined;
  }

  /** Counts the threads that there were in this place, the present one among them: what one had is not in the next. */
  get lives(): number {
    return this.#lives;
  }

  /** Starts it, unless it is there, and runs a job. Throws ThreadDiedError where the thread does not outlive it. */
  async run(job: Job, setup: () => Setup): Promise<Packed> {
    const piscina = (this.#piscina ??= this.#start(setup()));
    try {
      const { sent, transferList } = toSend(job.args);
      return await piscina.run({ ...job, args: sent }, { transferList });
    } catch (error) {
      this.#drop(piscina);
      throw new ThreadDiedError(
        `${job.label}: the thread that ran it ended, and the job with it: ${textOf(error)}. ` +
          "Other jobs go on, and the pool starts another thread; find what ended this one: process.exit(), an error that nobody caught, memory.",
        { cause: error },
      );
    }
  }

  /** Ends it. */
  async end(): Promise<void> {
    const piscina = this.#piscina;
    this.#piscina = undefined;
    await piscina?.destroy();
  }

  #start(workerData: Setup): Piscina<Job, Packed> {
    this.#lives += 1;
    const piscina = new Piscina<Job, Packed>({
      filename: fileURLToPath(new URL("./pool-worker.js", import.meta.url)),
      workerData,
      minThreads: 0,
      maxThreads: 1,
      // A pool keeps its threads: a start costs more than most jobs, and what a thread has entered stays entered.
      idleTimeout: Infinity,
      // A thread that waits for its next job turns its event loop. With piscina's default, "sync", it would sleep on shared
      // memory instead: its timers, its signals, its sockets (a database connection's keep-alive) and the collection of its
      // facades would stand still between two jobs. And it saves nothing: a job takes some 40 us of CPU either way.
      atomics: "disabled",
    });
    // Between two jobs: with no listener it would be an uncaught error of the reactor.
    piscina.on("error", (error) => {
      if (this.#drop(piscina)) logError("an idle thread of the pool ended", error);
    });
    return piscina;
  }

  #drop(piscina: Piscina<Job, Packed>): boolean {
    if (this.#piscina !== piscina) return false;
    this.#piscina = undefined;
    void piscina.destroy();
    return true;
  }
}
