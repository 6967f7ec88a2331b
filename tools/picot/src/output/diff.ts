import { FILE_HEADERS_ONLY, createTwoFilesPatch } from "diff";

/** A unified diff from what is there to what would be generated; `before` is null where nothing is there. */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  const from = before === null ? "/dev/null" : `a/${path}`;
  return createTwoFilesPatch(from, `b/${path}`, (before ?? "").replaceAll("\r\n", "\n"), after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
