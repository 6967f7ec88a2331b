import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generate } from "picot";

const reactor = `/** @reactor @timeout 1s */
export class Clock {
  async now(): Promise<number> {
    return Date.now();
  }
}
export const ZONE = "UTC";
`;

const config = `export default {
  layers: { handoff: ["src/handoff.ts"], loop: ["src/server.ts"], wrappers: ["src/wrapper.ts"] },
};
`;

export interface Project {
  readonly folder: string;
  readonly path: (file: string) => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly remove: () => void;
}

/** A project in a temporary folder: `src/clock.reactor.ts`, its facade beside it, and a picot.config. */
export async function makeProject(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "picot-lint-")));
  const path = (file: string): string => join(folder, file);
  const write = (given: Readonly<Record<string, string>>): void => {
    for (const [file, text] of Object.entries(given)) {
      mkdirSync(dirname(path(file)), { recursive: true });
      writeFileSync(path(file), text);
    }
  };
  write({
    "package.json": '{ "type": "module" }\n',
    "picot.config.ts": config,
    "src/clock.reactor.ts": reactor,
    ...files,
  });
  const { clean, problems } = await generate({ project: folder });
  if (!clean) throw new Error(JSON.stringify(problems));
  return { folder, path, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
