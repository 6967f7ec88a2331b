import { runAsWorker } from "synckit";
import { work } from "./work.ts";

runAsWorker(work);
