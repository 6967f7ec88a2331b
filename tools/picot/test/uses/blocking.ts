/** Twins in the reactor: promises, and items as they come. */
import { Paper, head, lines, print, renderInvoice, width } from "../fixtures/blocking/invoice.deferred.js";
import { Ledger, countTo } from "../fixtures/blocking/ledger.deferred.js";
import type { Invoice } from "../fixtures/blocking/invoice.deferred.js";
import { type Same, hold } from "./same.js";

const invoice: Invoice = { number: 1, lines: [] };

export async function uses(): Promise<void> {
  const text: string = await renderInvoice(invoice, Paper.Letter);
  const pages: Uint8Array[] = await print(invoice, invoice);
  const [one, many]: [number, number[]] = [await width(text), await width([text])];
  for await (const { of, line } of lines(text)) console.log(of.number, line, pages, one, many);
  for await (const n of countTo(3)) n.toFixed();
  const found: string | undefined = await head([text]);
  const ledger = new Ledger("a", true);
  const balance: number = await ledger.add({ account: found ?? "", cents: await Ledger.count() });
  for await (const { cents } of ledger.entries()) console.log(cents + balance);
  await ledger.close();
}

hold<Same<ReturnType<typeof renderInvoice>, Promise<string>>>();
hold<Same<Parameters<typeof renderInvoice>[0], Invoice>>();
hold<Same<Parameters<Ledger["add"]>["length"], 1>>();
hold<Same<Parameters<typeof head>["length"], 1>>();

export async function wrong(): Promise<void> {
  // @ts-expect-error a twin gives a promise
  const text: string = renderInvoice(invoice);
  // @ts-expect-error an argument of another type
  await renderInvoice("invoice");
  // @ts-expect-error tagged @threadOnly
  console.log(new Ledger("a").path, text);
  // @ts-expect-error not tagged
  await (await import("../fixtures/blocking/invoice.deferred.js")).total(invoice);
}
