import { Command, CommanderError } from "commander";
import { type RunReport, SetupError, check, fix, generate, inspect } from "./index.ts";
import { reportText } from "./report/index.ts";
import { wantsColor } from "./report/terminal.ts";
import { VERSION } from "./version.ts";

interface Given {
  readonly project?: string;
  readonly json?: boolean;
  readonly force?: boolean;
  readonly watch?: boolean;
  readonly cache?: boolean;
  readonly dryRun?: boolean;
}

/** Runs a command line, without the program's name. Resolves to the exit code: 0 clean, 1 problems or drift, 2 could not run. */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  // Whoever reads along may stop reading, as `head` does: the exit code still tells the outcome.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const act = (command: "generate" | "check", run: (options: Given) => Promise<RunReport>) => async (given: Given) => {
    if (given.watch === true) return keepGenerating(given);
    const report = await run(given);
    print(reportText(command, report, given.json === true ? "program" : "person"));
    code = report.clean ? 0 : 1;
  };
  const program = new Command("picot")
    .description(
      "Generates blocking facades of what is tagged @reactor, green twins of what is tagged @green, and promising twins of what is tagged @blocking.",
    )
    .version(VERSION)
    .exitOverride()
    .addHelpText("after", "\nExit codes: 0 clean, 1 problems or drift, 2 could not run.");
  withOptions(program.command("generate").description("write the facades"))
    .option("--force", "overwrite files that picot did not write, or that were edited since")
    .option("--watch", "stay, and write again after each burst of changes; --json prints one line per generation")
    .action(act("generate", generate));
  withOptions(
    program
      .command("check")
      .description("write nothing; fail where a facade is out of date, with a diff, or where code breaks a layer rule"),
  ).action(act("check", check));
  withOptions(program.command("inspect").description("account for every public member of one file, and write nothing"))
    .argument("<file>", "a source with marked classes, or its facade")
    .action(async (file: string, given: Given) => {
      const { inspectionJson, inspectionText } = await import("./report/inspection.ts");
      const found = await inspect(file, given);
      print(
        given.json === true ? inspectionJson(found) : inspectionText(found, wantsColor(process.stdout, process.env)),
      );
      code = found.thinness === null ? 1 : 0;
    });
  withProject(
    program
      .command("fix")
      .description("mend imports from the wrong side: of the reactor layer in application code, and the like"),
  )
    .option("--dry-run", "only print what would be changed; 1 where there is something")
    .action(async (given: Given) => {
      const { fixJson, fixText } = await import("./report/fixes.ts");
      const report = await fix(given);
      print(given.json === true ? fixJson(report) : fixText(report, wantsColor(process.stdout, process.env)));
      code = report.clean ? 0 : 1;
    });
  program
    .command("explain")
    .description("say what a problem is, why, and the way out; without a code, list them all")
    .argument("[code]", "as in a report: missing-timeout")
    .action(async (asked?: string) => {
      const { explain, listCodes } = await import("./explain.ts");
      const color = wantsColor(process.stdout, process.env);
      print(asked === undefined ? listCodes(color) : explain(asked, color));
    });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    complain(error);
    return 2;
  }
}

/** Until somebody interrupts it, which is how a watch is meant to end. */
async function keepGenerating(given: Given): Promise<void> {
  const { watch } = await import("./watch/index.ts");
  const end = new AbortController();
  const stop = (): void => end.abort();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  const reader = given.json === true ? "program by lines" : "person";
  await watch({
    run: given,
    signal: end.signal,
    tell: (outcome) =>
      outcome instanceof SetupError ? complain(outcome) : print(reportText("generate", outcome, reader)),
  });
}

function complain(error: unknown): void {
  // Anything but a SetupError is a fault of picot's own: whoever reports it needs the stack.
  const known = error instanceof SetupError;
  process.stderr.write(`picot: ${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function withOptions(command: Command): Command {
  return withProject(command).option("--no-cache", "do all the work, also where nothing changed since the last run");
}

function withProject(command: Command): Command {
  return command
    .option("--project <path>", "a folder, or a tsconfig file (default: the current folder)")
    .option("--json", "print one JSON object instead of text");
}
