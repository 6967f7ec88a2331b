/** Right uses of green twins compile, and wrong ones do not. */
import { type Green, deferToGreenlet, forEach, sleep } from "@picot/runtime/green";
import { Database } from "../fixtures/green/database.green.ts";
import type { Row } from "../fixtures/green/database.reactor.ts";
import { Database as Original } from "../fixtures/green/database.reactor.ts";
import listOf, { type List, Names, counting, namesOf } from "../fixtures/green/lists.green.ts";
import { Transaction } from "../fixtures/green/transaction.green.ts";

export function* work(): Green<string> {
  const db: Database = yield* Database.open("a");
  const made = new Database("b", 5);
  const url: URL = Database.parse(db.url);
  const row: Row | null = yield* db.get(5);
  const rows: (Row & { name: string })[] = yield* db.query<Row & { name: string }>("sql", 1, url);
  const found: Row = yield* db.find(1);
  const field: string = yield* db.find(1, "id");
  const cached: Row = yield* db.cached(1);
  const tx: Transaction = yield* db.begin();
  const last: Transaction | null = yield* db.alias(tx);
  yield* db.commitAll(tx, tx);
  db.clear();
  const same: Database = db.where("id");
  db.onRow(async (each) => void each.id);
  yield* forEach(db.rows("sql"), function* (each) {
    yield* sleep(each.id);
  });
  yield* forEach(db, function* (each) {
    yield* sleep(each.id);
  });
  const size: number = db.size + (yield* db.count) + (yield* db.ready);
  db.limit = size;
  db.level = "low";
  const parent: Transaction | null = yield* tx.parent();
  yield* tx.commit();
  const names: Names = yield* listOf("a");
  const list: List<string> = names;
  const first: string = yield* list.first();
  const lengths: number[] = yield* names.map((each) => each.length);
  const all: string[] = yield* namesOf([{ name: "a" }]);
  const twin: Database = Database.twinOf(new Original("c"));
  const numbers: number[] = [...counting(3)];
  return [made, row, rows, found, field, cached, last, same, parent, first, lengths, all, twin, numbers].join();
}

export const task: Promise<string> = deferToGreenlet(work);

export function* wrong(db: Database): Green<void> {
  // @ts-expect-error A promise is no wait.
  yield Promise.resolve();
  // @ts-expect-error It must be waited for.
  const row: Row | null = db.get(5);
  // @ts-expect-error The parameter is a number.
  yield* db.get("5");
  // @ts-expect-error Its constructor is private.
  void new Transaction();
  // @ts-expect-error It is read only.
  db.url = "";
  // @ts-expect-error An original is no twin.
  const other: Database = new Original("c");
  // @ts-expect-error A green function is a generator.
  deferToGreenlet(async () => {});
  void [row, other];
}
