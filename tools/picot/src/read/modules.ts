import { posix } from "node:path";
import { ts } from "../../compiler.cjs";
import type { Layer, MarkedClass, ReactorModule } from "../model.ts";
import type { Options } from "../options.ts";
import { type Problem, byCodeUnit } from "../problem.ts";
import { readClass, readFunction } from "./class.ts";
import { type Context, exportsOf, isMarked, markOf, modelPath, placeAt, placeOf, valueExports } from "./context.ts";
import { namedTypes } from "./declared.ts";
import { readEnums } from "./enums.ts";
import { inputsOf } from "./dependencies.ts";
import { Sources } from "./host.ts";
import { type Inputs, joinInputs, withInputs } from "./inputs.ts";
import { shownNames } from "./member.ts";
import { compilerPath, facadePath } from "./paths.ts";
import { type LoadedProgram, loadProgram } from "./program.ts";
import { loadQuick } from "./quick/index.ts";
import { givesPromise } from "./result.ts";
import { Doubt, doubt, isSure } from "./sparse.ts";
import { readImports, readStrays } from "./surroundings.ts";
import { tidy } from "./tidy.ts";
import { type ProjectConfig, readProjects } from "./tsconfig.ts";

/** A part of the run: these tagged files, with what they import, and the files that say something to all others. */
export interface Part {
  readonly only: ReadonlySet<string>;
  /** What changed, by absolute path, which is why these are to be read. */
  readonly changed: readonly string[];
  /** By tsconfig: the names of what blocks in all files but these, and the files that declare something for all others. */
  readonly projects: Readonly<
    Record<string, { readonly blocking: readonly string[]; readonly globals: readonly string[] }>
  >;
}

/** What was read, and what the emitter has to know about the project's way of importing. */
export interface Reading {
  readonly modules: readonly ReactorModule[];
  /** Tagged files that the tsconfig does not include: not this project's. */
  readonly outside: readonly string[];
  /** What is wrong with the tsconfig: nothing was read then. */
  readonly problems: readonly Problem[];
  /** The files that this depends on; null where that cannot be told. */
  readonly inputs: Inputs | null;
}

/**
 * Reads the tagged files into the model. This file and its neighbours are the only ones that know TypeScript's compiler. What can
 * be told quickly is, of which all the same comes. `onSlow` hears of the files for which that was not enough; null: for none it is.
 */
export function readModules(
  tagged: readonly string[],
  part: Part | null,
  options: Options,
  onSlow: OnSlow | null = () => {},
): Reading {
  const configs = readProjects(options);
  const problems = configs.flatMap((config) => config.problems);
  if (problems.length > 0) return { modules: [], outside: [], problems, inputs: null };
  const left = new Set(tagged);
  const shares = configs.map((config) => {
    // A file of two projects is the first one's.
    const own = [...left].filter((file) => config.files?.has(compilerPath(options.folder, file)) ?? true);
    for (const file of own) left.delete(file);
    return { config, own: new Set(own) };
  });
  const inside = tagged.filter((file) => !left.has(file));
  const isAsked = (own: ReadonlySet<string>): boolean =>
    part === null ? own.size > 0 || configs.length === 1 : [...own].some((file) => part.only.has(file));
  const sources = new Sources();
  const read = shares
    .filter(({ own }) => isAsked(own))
    .map(({ config, own }) => readProject({ own, inside, part, config, options, sources }, onSlow));
  const modules = read.flatMap((each) => each.modules).sort((a, b) => byCodeUnit(a.file, b.file));
  tidy();
  const inputs = joinInputs(
    configs,
    read.map((each) => each.inputs),
  );
  return { modules, outside: [...left], problems: [], inputs };
}

/** One project of a run. `inside`: the tagged files of all, some of which this one may import. */
export interface Share {
  readonly own: ReadonlySet<string>;
  readonly inside: readonly string[];
  readonly part: Part | null;
  readonly config: ProjectConfig;
  readonly options: Options;
  readonly sources: Sources;
}

type OnSlow = (files: ReadonlySet<string>) => void;
type Read = Pick<Reading, "modules" | "inputs">;

/** The modules of one project: first what can be told quickly, then, of a part, what can be told without what is installed. */
function readProject(share: Share, onSlow: OnSlow | null): Read {
  const quick = onSlow === null ? null : readQuick(share);
  onSlow?.(quick?.left ?? share.own);
  if (quick === null) return readSlowly(share);
  if (quick.left.size === 0) return quick;
  const { part, config, own } = share;
  const its = {
    blocking: quick.blocking,
    globals: [...(part?.projects[config.name]?.globals ?? []), ...quick.installed],
  };
  const projects = { ...part?.projects, [config.name]: its };
  const rest = { only: quick.left, changed: part?.changed ?? [], projects };
  tidy();
  const slow = own.size === quick.left.size ? readSlowly(share) : readSlowly({ ...share, part: rest }, part === null);
  const modules = slow.modules.filter(({ file }) => quick.left.has(file));
  // Of a file with both tags the facade's half was told, and is now told again with the twin's.
  const told = quick.modules.filter(({ file }) => !quick.left.has(file));
  return { modules: [...told, ...modules], inputs: withInputs(quick.inputs, slow.inputs) };
}

function readSlowly(share: Share, whole = share.part === null): Read {
  if (whole) return readShare(share, loadProgram(share, false), "whole");
  try {
    return readShare(share, loadProgram(share, true), "sparse");
  } catch (error) {
    if (error instanceof Doubt) return readShare(share, loadProgram(share, false), "whole");
    throw error;
  }
}

interface QuickRead extends Read {
  /** Files of which something was in doubt. */
  readonly left: ReadonlySet<string>;
  readonly blocking: readonly string[];
  readonly installed: ReadonlySet<string>;
}

/** Null where all is in doubt. */
function readQuick(share: Share): QuickRead | null {
  try {
    const program = loadQuick(share);
    const left = new Set<string>();
    const read = readShare(share, program, "quick", (file, source) => {
      left.add(file);
      if (source !== undefined) program.doubtful.add(source);
    });
    const { installed } = program;
    const its = { [share.config.name]: { names: {}, globals: [...installed] } };
    const inputs = withInputs(read.inputs, { files: [], imports: {}, samples: {}, projects: its });
    return { ...read, inputs, left, installed };
  } catch (error) {
    if (error instanceof Doubt) return null;
    throw error;
  }
}

/** `leave`: told of each file that is in doubt, and, where others must not take it for known either, of its source. */
function readShare(
  share: Share,
  { program, checker, tsExtensions, tooDeep }: LoadedProgram,
  how: "whole" | "sparse" | "quick",
  leave: (file: string, source?: ts.SourceFile) => void = () => {},
): Read & { readonly blocking: readonly string[] } {
  const { own, inside, part, config, options } = share;
  const { folder } = options;
  const sparse = how !== "whole";
  const blocking = new Set(part?.projects[config.name]?.blocking ?? []);
  const names: Record<string, readonly string[]> = {};
  // Green twins have marked classes of their own; what is tagged otherwise is to them a class like any.
  const contexts = [false, true].flatMap((green) => {
    const found: Context[] = [];
    const marked = new Map<ts.Symbol, MarkedClass>();
    const verdicts = new Map<ts.Symbol, boolean>();
    const layer = new Set<ts.SourceFile>();
    for (const file of inside) {
      const source = program.getSourceFile(compilerPath(folder, file));
      if (source?.text.includes("@green") === false && green) continue;
      if (source === undefined) continue;
      // What is a promise, and what is not, the small library does not say for certain.
      if (green && how === "quick") leave(file);
      if (green) {
        if (how === "quick") continue;
        doubt({ sparse });
      }
      const its = green ? "green" : layerOf(source);
      names[source.fileName] ??= [];
      for (const statement of source.statements) {
        if (!isMarked(statement, { its })) continue;
        layer.add(source);
        if (!green && markOf(statement) !== "reactor") continue;
        const called = green ? waitingNames(checker, statement) : blockingNames(statement);
        names[source.fileName] = [...(names[source.fileName] ?? []), ...called];
        for (const name of called) blocking.add(name);
      }
      const look = (): void => {
        const exports = exportsOf(checker, source);
        const facade = facadePath(file, options, its);
        for (const [symbol, one] of markedIn(checker, source, { file, facade, its })) marked.set(symbol, one);
        const at = { folder, facade: compilerPath(folder, facade), tsExtensions, sparse };
        if (own.has(file))
          found.push({
            checker,
            program,
            source,
            its,
            ...at,
            marked,
            layer,
            blocking,
            exports,
            types: new Map(),
            verdicts,
          });
      };
      if (how === "quick") ifSure(look, () => leave(file, source));
      else look();
    }
    return found;
  });
  const read = contexts.flatMap((context) => {
    if (how !== "quick") return guarded(context, options) ?? [];
    const file = modelPath(folder, context.source.fileName);
    const look = (): ReactorModule | null => {
      const module = readModule(context, options);
      if (module !== null && !isSure(module)) throw new Doubt();
      return module;
    };
    return ifSure(look, () => leave(file)) ?? [];
  });
  if (how === "sparse" && !read.every(isSure)) throw new Doubt();
  const deep = [...tooDeep].map(([file, message]) => deepModule(file, message, options));
  const globals = part?.projects[config.name]?.globals ?? [];
  const inputs = inputsOf(program, config, { names, globals }, options);
  return { modules: [...read, ...deep], inputs, blocking: [...blocking] };
}

/** What cannot be told, and what is too deep to be looked at, is left. */
function ifSure<T>(look: () => T, leave: () => void): T | null {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof Doubt) && !(error instanceof RangeError)) throw error;
    leave();
    return null;
  }
}

/** The marked classes of one file, by their symbols. */
function markedIn(
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  { its, ...at }: Pick<MarkedClass, "file" | "facade"> & Pick<Context, "its">,
): readonly (readonly [ts.Symbol, MarkedClass])[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isClassDeclaration(statement) || statement.name === undefined || !isMarked(statement, { its })) return [];
    if (its !== "green" && markOf(statement) !== "reactor") return [];
    const symbol = checker.getSymbolAtLocation(statement.name);
    if (symbol === undefined) return [];
    const name = statement.name.text;
    const [exported = name] = valueExports(checker, source, statement.name);
    return [[checker.getExportSymbolOfSymbol(symbol), { ...at, name, exported }] as const];
  });
}

function isOther(mark: Layer | null, layer: Layer): boolean {
  return layer === "green" ? mark === "blocking" : mark !== null && mark !== layer;
}

/** Where it cannot be parsed, its model as that of green twins tells of it. */
function isOnlyGreen({ text }: ts.SourceFile): boolean {
  return text.includes("@green") && !/@reactor(?!\w)|@blocking/.test(text);
}

/** By its first mark. */
function layerOf(source: ts.SourceFile): Layer {
  for (const statement of source.statements) {
    const mark = markOf(statement);
    if (mark !== null) return mark;
  }
  return "reactor";
}

function blockingNames(node: ts.Statement): readonly string[] {
  if (ts.isFunctionDeclaration(node) && node.name !== undefined) return [node.name.text];
  return ts.isClassDeclaration(node) ? shownNames(node, "reactor").map(({ name }) => name) : [];
}

/** The names of what green twins wait for, with a mark, since a facade's samples have other words for them. */
function waitingNames(checker: ts.TypeChecker, node: ts.Statement): readonly string[] {
  const waits = (element: ts.Node): boolean => {
    const type = checker.getTypeAtLocation(element);
    const results = type.getCallSignatures().map((signature) => signature.getReturnType());
    return (results.length > 0 ? results : [type]).some((each) => givesPromise(checker, each));
  };
  if (ts.isFunctionDeclaration(node) && node.name !== undefined) return waits(node) ? [`*${node.name.text}`] : [];
  if (!ts.isClassDeclaration(node)) return [];
  return shownNames(node, "green").flatMap(({ name, element }) => (waits(element) ? [`*${name}`] : []));
}

/** Sources that are nested very deeply overflow the stack of all who walk them: that is their problem, not the run's. */
function guarded(context: Context, options: Options): ReactorModule | null {
  try {
    return readModule(context, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const file = modelPath(context.folder, context.source.fileName);
    return deepModule(file, "The source is nested too deeply to be read.", options, context.its);
  }
}

function deepModule(file: string, message: string, options: Options, layer: Layer = "reactor"): ReactorModule {
  const place = { file, line: 1, column: 1, text: "" };
  const syntax = [{ place, message }];
  const nothing = { imports: [], strays: [], classes: [], functions: [], enums: [], types: [] };
  const facade = facadePath(file, options, layer);
  const about = { layer, mixed: null, format: "module", tsExtensions: false } as const;
  return { file, facade, place, ...about, syntax, ...nothing };
}

/** Null where the file only mentions the tag, in a text or in the doc of something else. */
function readModule(context: Context, options: Options): ReactorModule | null {
  const { source, program } = context;
  const file = modelPath(context.folder, source.fileName);
  const syntax = program.getSyntacticDiagnostics(source).map((found) => ({
    place: placeAt(context, found.start),
    message: `TS${found.code}: ${ts.flattenDiagnosticMessageText(found.messageText, " ")}`,
  }));
  const statements = [...source.statements];
  const classes = statements.filter(ts.isClassDeclaration).filter((node) => isMarked(node, context));
  const functions = functionGroups(statements).filter((group) => group.some((node) => isMarked(node, context)));
  const strays = readStrays(context);
  const isBroken = syntax.length > 0 && (context.its === "green" || !isOnlyGreen(source));
  if (classes.length + functions.length + strays.length === 0 && !isBroken) return null;
  const broken = syntax.length > 0;
  const other = [...classes, ...functions.flat()].find((node) => isOther(markOf(node), context.its));
  const read = {
    classes: broken ? [] : classes.map((node) => readClass(context, node)),
    functions: broken ? [] : functions.map((nodes) => readFunction(context, nodes)),
  };
  return {
    file,
    layer: context.its,
    mixed: other === undefined ? null : placeOf(context, other.name ?? other),
    facade: facadePath(file, options, context.its),
    place: placeAt(context, 0),
    format: formatOf(context),
    tsExtensions: context.tsExtensions,
    syntax,
    imports: readImports(context),
    strays,
    ...read,
    // Green twins import them like any other name.
    enums: broken || context.its === "green" ? [] : readEnums(context),
    types: namedTypes(context.types, read),
  };
}

function functionGroups(statements: readonly ts.Statement[]): readonly (readonly ts.FunctionDeclaration[])[] {
  const groups = new Map<string, ts.FunctionDeclaration[]>();
  for (const node of statements.filter(ts.isFunctionDeclaration)) {
    const name = node.name?.text ?? "default";
    groups.set(name, [...(groups.get(name) ?? []), node]);
  }
  return [...groups.values()];
}

/** By folder and extension: to look for each package.json from every file below it takes long. */
const formats = new WeakMap<ts.Program, Map<string, ts.ResolutionMode>>();

function impliedFormat(program: ts.Program, path: string): ts.ResolutionMode {
  const known = formats.get(program) ?? new Map<string, ts.ResolutionMode>();
  formats.set(program, known);
  const key = `${posix.dirname(path)}/${posix.extname(path)}`;
  if (!known.has(key))
    known.set(key, ts.getImpliedNodeFormatForFile(path, undefined, ts.sys, program.getCompilerOptions()));
  return known.get(key);
}

function formatOf({ source, program }: Context): ReactorModule["format"] {
  if (source.fileName.endsWith(".cts")) return "commonjs";
  const options = program.getCompilerOptions();
  const implied = impliedFormat(program, source.fileName);
  const byPackage = implied === ts.ModuleKind.CommonJS;
  const byOption = options.module !== undefined && options.module < ts.ModuleKind.ES2015;
  return byPackage || byOption ? "commonjs" : "module";
}
