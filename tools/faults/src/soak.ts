/** Program: a million calls in one job, and others that are dropped, with flat memory. */
import { thorough } from "./thorough.ts";

if (!thorough(["load"], "R82")) process.exitCode = 1;
