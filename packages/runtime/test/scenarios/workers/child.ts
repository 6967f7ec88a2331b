/** Program, started by fork or by cluster: it calls a facade, and says what came of it. */
import cluster from "node:cluster";
import { Ending } from "../../fixtures/ending.facade.ts";

const ending = new Ending();
process.send?.([ending.answer(), ending.process()], () => {
  // A worker of a cluster has a channel that keeps it alive.
  if (cluster.isWorker) cluster.worker?.disconnect();
  else process.disconnect();
});
