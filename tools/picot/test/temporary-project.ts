import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project in a temporary folder, which goes away with the test, or when `atEnd` says. */
export class TemporaryProject {
  readonly folder: string;

  constructor(
    files: Readonly<Record<string, string | Uint8Array>> = {},
    atEnd: (clean: () => void) => void = onTestFinished,
  ) {
    this.folder = mkdtempSync(join(tmpdir(), "picot-test-"));
    atEnd(() => rmSync(this.folder, { recursive: true, force: true }));
    this.write({ "package.json": '{ "type": "module" }\n', ...files });
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(file)), { recursive: true });
      writeFileSync(this.path(file), content);
    }
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  /** Has Node's declarations installed. They take long to read: only for what needs them. */
  installNodeTypes(): this {
    mkdirSync(this.path("node_modules"));
    symlinkSync(
      fileURLToPath(new URL("../../../node_modules/@types", import.meta.url)),
      this.path("node_modules/@types"),
    );
    return this;
  }

  /** Runs the command line as a user does, from the project's folder. */
  cli(...args: readonly string[]): CliResult {
    return this.cliWith({}, ...args);
  }

  cliWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): CliResult {
    const bin = fileURLToPath(new URL("../bin/picot.js", import.meta.url));
    const run = spawnSync(process.execPath, [bin, ...args], {
      cwd: this.folder,
      encoding: "utf8",
      // Where the tests themselves run on a workflow, what they start must not speak to it.
      env: { ...process.env, GITHUB_ACTIONS: "", ...env },
      timeout: 60_000,
    });
    return { code: run.status, stdout: run.stdout, stderr: run.stderr };
  }
}

/** A small class that picot takes as it is. */
export const clock = `/**
 * Tells the time.
 * @reactor
 * @timeout 1s
 */
export class Clock {
  async now(): Promise<Date> {
    return new Date();
  }
}
`;
