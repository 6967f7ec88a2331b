/** Pauses a worker of this process in the debugger, from the main thread, whose loop must turn. */
import { Session } from "node:inspector";

/** Resolves once the worker of that name stands at a breakpoint, which `reach` makes it run into; returns what lets it go on. */
export async function halted(name: string, reach: () => void): Promise<() => void> {
  const session = new Session();
  session.connect();
  let worker = "";
  let id = 0;
  const send = (method: string): void => {
    const message = JSON.stringify({ id: (id += 1), method });
    session.post("NodeWorker.sendMessageToWorker", { sessionId: worker, message });
  };
  // Nothing else keeps this thread while the other one stands still.
  const alive = setInterval(() => undefined, 1000);
  await new Promise<void>((resolve) => {
    session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
      if (params.message.includes('"Debugger.paused"')) resolve();
    });
    session.on("NodeWorker.attachedToWorker", ({ params }) => {
      if (!params.workerInfo.title.includes(name)) return;
      worker = params.sessionId;
      send("Debugger.enable");
      reach();
    });
    session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  });
  return () => {
    clearInterval(alive);
    send("Debugger.resume");
    setTimeout(() => session.disconnect(), 500).unref();
  };
}
