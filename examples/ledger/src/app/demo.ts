// The books of a bicycle repair shop. Note what is not here: no await, and no promise.
import { DatabaseError } from "pg-protocol";
import { Database } from "../facade/database.facade.ts";
import { LocalPostgres } from "../facade/local-postgres.facade.ts";
import { Ledger, OverdrawnError, type Postings } from "./ledger.ts";
import { amount, cents } from "./money.ts";

const SCHEMA = "picot_ledger_example";

const begun = performance.now();
const url = process.env["DATABASE_URL"] ?? LocalPostgres.start().url;
{
  using db = new Database(url, { schema: SCHEMA });
  db.run(`drop schema if exists ${SCHEMA} cascade; create schema ${SCHEMA}`);
  console.log(`The database is up after ${((performance.now() - begun) / 1_000).toFixed(1)} s.`);
  keepBooks(db);
  db.run(`drop schema ${SCHEMA} cascade`);
}

function keepBooks(db: Database): void {
  const ledger = new Ledger(db);
  ledger.create();
  ledger.open("bank", "Bank account", "asset");
  ledger.open("till", "Till", "asset");
  ledger.open("capital", "What the owner put in", "equity");
  ledger.open("repairs", "Repairs", "income");
  ledger.open("parts", "Spare parts", "expense");
  ledger.open("rent", "Rent", "expense");

  ledger.post("2026-01-02", "to begin with", { bank: cents("5,000"), capital: cents("-5,000") });
  ledger.post("2026-01-05", "rent", { rent: cents("800"), bank: cents("-800") });
  ledger.post("2026-01-09", "chains and tubes", { parts: cents("349.90"), bank: cents("-349.90") });
  ledger.post("2026-01-16", "two wheels trued", { till: cents("95"), repairs: cents("-95") });
  ledger.post("2026-02-02", "rent", { rent: cents("800"), bank: cents("-800") });
  ledger.post("2026-02-11", "a fleet of cargo bikes", {
    till: cents("40"),
    bank: cents("1,160.50"),
    repairs: cents("-1,200.50"),
  });

  // The server tells of an entry when it is committed: arm, act, wait.
  using news = ledger.news();
  const told = news.expect("notice", { timeout: 5_000 });
  ledger.post("2026-02-20", "a bell", { till: cents("12"), repairs: cents("-12") });
  console.log(`\nThe server told of: ${told.value}`);

  console.log("\nWhat is refused, and leaves no trace:");
  refused(ledger, "a cent too many", { till: cents("10.01"), repairs: cents("-10") });
  refused(ledger, "an account that is not there", { yacht: cents("900"), bank: cents("-900") });
  refused(ledger, "more than there is", { parts: cents("9,000"), bank: cents("-9,000") });

  for (const month of ["2026-01", "2026-02"]) {
    console.log(`\n${month}`.padEnd(26) + "change".padStart(12) + "balance".padStart(12));
    for (const { name, change, balance } of ledger.month(month))
      console.log(`  ${name}`.padEnd(25) + amount(change).padStart(12) + amount(balance).padStart(12));
  }

  console.log("\nBank account, up to the first rent:");
  for (const { day, memo, cents } of ledger.statement("bank")) {
    console.log(`  ${day}  ${memo.padEnd(24)}${amount(cents).padStart(12)}`);
    if (memo === "rent") break; // the cursor is closed here
  }

  console.log(`\nThe books sum up to ${amount(ledger.sum())}.`);
}

/** Errors are those of the code that threw, with their classes and fields: of this thread, and of the server. */
function refused(ledger: Ledger, memo: string, postings: Postings): void {
  try {
    ledger.post("2026-02-28", memo, postings);
  } catch (error) {
    if (error instanceof OverdrawnError) console.log(`  ${memo}: ${error.message}\n    ${error.code}`);
    else if (error instanceof DatabaseError)
      console.log(`  ${memo}: ${error.message}\n    ${error.code} ${error.constraint}: ${error.detail}`);
    else throw error;
    return;
  }
  throw new Error(`${memo} was not refused`);
}
