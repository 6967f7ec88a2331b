// Plain blocking handlers, in the threads of the pool. They import the facade, and know nothing of where the reactor is.
import { ExchangeRate } from "../facade/exchange-rate.facade.ts";

export interface Page {
  readonly status: number;
  readonly html: string;
}

/** The page at `path`. Blocks for as long as the reactor takes to answer. @blocking */
export function ratePage(path: string): Page {
  if (path !== "/") return page(404, '<p>No such page. The rate is <a href="/">here</a>.</p>');
  const rates = ExchangeRate.provided("eurusd");
  const begun = performance.now();
  const rate = rates.latestValue();
  const ms = performance.now() - begun;
  if (rate === null) return page(503, "<p>The rate is unavailable, please refresh the page.</p>");
  return page(
    200,
    `<p>The current EUR/USD exchange rate is <strong>${rate.toFixed(4)}</strong>.</p>
<p><small>The blocking call took ${ms.toFixed(3)} ms.</small></p>`,
  );
}

function page(status: number, body: string): Page {
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="1">
<title>Exchange rate</title>
${body}
</html>
`;
  return { status, html };
}
