import { generate } from "picot";
import { createOptions } from "../dist/options.js";
import { checkLayers } from "../dist/layers/check.js";
import { scan } from "../dist/read/scan.js";
import { TemporaryProject } from "./temporary-project.ts";

/** A reactor layer with all that applications may want of one: a class, a function, an enum, types, and what no facade has. */
const rates = `/** Of one currency in another. */
export interface Rate {
  readonly value: number;
}

export enum Side {
  Bid = "bid",
  Ask = "ask",
}

export const BASE = "EUR";

/** @reactor @timeout 1s */
export class Rates {
  async latest(side: Side): Promise<Rate> {
    return { value: side.length };
  }
}

/** @reactor @timeout 1s */
export async function ping(): Promise<string> {
  return "pong";
}
`;

const runtime = `export declare const eventual: <T>(facade: T) => unknown;
export declare class EventualResult<T> { wait(timeout: number): T }
export declare const FOREVER: number;
`;

const config = (layers: object): string =>
  `export default ${JSON.stringify({ rootDir: "src/reactor", outDir: "src/facade", layers })};\n`;

const sources = {
  "src/reactor/rates.reactor.ts": rates,
  "node_modules/@picot/runtime/index.d.ts": runtime,
};

/** Generated once: a facade is the same wherever its project is. */
const facade = await generated();

async function generated(): Promise<string> {
  let clean = (): void => {};
  const project = new TemporaryProject({ ...sources, "picot.config.ts": config({}) }, (each) => (clean = each));
  await generate({ project: project.folder });
  const text = project.read("src/facade/rates.facade.ts");
  clean();
  return text;
}

/** A project with a marked class in `src/reactor/rates.reactor.ts`, and its facade in `src/facade/rates.facade.ts`. */
export function layerProject(files: Readonly<Record<string, string>>, layers: object = {}): TemporaryProject {
  return new TemporaryProject({
    ...sources,
    "src/facade/rates.facade.ts": facade,
    "picot.config.ts": config(layers),
    ...files,
  });
}

/** What the layer rules say of a project, as `file:line:column code`: the part of `check` that needs no compiler. */
export async function layerProblems({ folder }: TemporaryProject): Promise<readonly string[]> {
  const problems = await checkLayers(await createOptions({ project: folder }), await scan(folder));
  return problems.map(({ code, place }) => `${place.file}:${place.line}:${place.column} ${code}`);
}
