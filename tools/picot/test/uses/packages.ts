// Facades of several packages and projects.
import { Rows } from "../fixtures/monorepo/packages/app/src/facade/rows.facade.js";
import { Clock } from "../fixtures/references/one/clock.facade.js";
import { Watch } from "../fixtures/references/two/watch.facade.js";

const rows: Rows = new Rows();
const id: number = rows.find(1).id;
// @ts-expect-error: no id
rows.find("1");
const watch: Clock = new Watch();
const set: Clock | null = new Watch().set(watch.now(), new Clock());
export const all: readonly unknown[] = [id, set];
