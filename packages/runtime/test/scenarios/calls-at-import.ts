/** A module that makes a blocking call while it is loaded. */
import { Load } from "../fixtures/load.facade.ts";

export const answer: number = new Load().quick(5);
