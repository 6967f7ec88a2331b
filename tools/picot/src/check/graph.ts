import {
  type Crossing,
  type MarkedClass,
  type ReactorModule,
  type Signature,
  isShown,
  reactorOf,
  targetsOf,
} from "../model.ts";
import { type Problem, byCodeUnit, problem } from "../problem.ts";

/**
 * Problems that lie between files: two facades in one place, facades that could not be loaded in any order, and objects that
 * would have to leave their reactor.
 */
export function checkGraph(modules: readonly ReactorModule[]): readonly Problem[] {
  return [...checkCollisions(modules), ...checkRings(modules), ...checkCycles(modules), ...checkReactors(modules)];
}

function checkCollisions(modules: readonly ReactorModule[]): readonly Problem[] {
  const problems: Problem[] = [];
  const first = new Map<string, string>();
  for (const { file, facade, place } of modules) {
    // Some file systems take two names that differ in case for one.
    const key = facade.toLowerCase();
    const other = first.get(key);
    if (other === undefined) first.set(key, file);
    else {
      const sentence = `${file} and ${other} would both be written to ${facade}.`;
      problems.push(problem("output-collision", place, sentence, "Rename one of them."));
    }
  }
  return problems;
}

/** Classes that extend themselves, by way of others or not: TypeScript says so too, but perhaps nobody asked it yet. */
function checkRings(modules: readonly ReactorModule[]): readonly Problem[] {
  const bases = new Map<string, string>();
  const keyOf = ({ file, name }: { readonly file: string; readonly name: string }): string => `${file}\0${name}`;
  for (const { file, classes } of modules) {
    for (const { name, base } of classes)
      if (base?.kind === "marked") bases.set(keyOf({ file, name }), keyOf(base.target));
  }
  return modules.flatMap(({ file, classes }) =>
    classes
      .filter(({ name }) => leadsBack(bases, keyOf({ file, name })))
      .map(({ name, place }) =>
        problem("cyclic-base", place, `${name} extends itself.`, "Break the ring of extends clauses."),
      ),
  );
}

function leadsBack(bases: ReadonlyMap<string, string>, start: string): boolean {
  const seen = new Set<string>();
  for (let at = bases.get(start); at !== undefined && !seen.has(at); at = bases.get(at)) {
    if (at === start) return true;
    seen.add(at);
  }
  return false;
}

/**
 * Facades import each other by value, but lazily, save for `extends`: the base must have been evaluated before. So the facade
 * of a base class must not lead, by imports, back to that of its subclass.
 */
function checkCycles(modules: readonly ReactorModule[]): readonly Problem[] {
  const imports = new Map(modules.map((module) => [module.file, importedBy(module)]));
  const problems: Problem[] = [];
  for (const { file, classes } of modules) {
    for (const { base, name, place } of classes) {
      if (base?.kind !== "marked" || base.target.file === file) continue;
      if (!reaches(imports, base.target.file, file)) continue;
      const sentence = `${name} extends ${base.target.name}, whose module in turn needs the facade of ${file}: neither could be loaded first.`;
      problems.push(problem("cyclic-base", place, sentence, `Declare ${name} and ${base.target.name} in one module.`));
    }
  }
  return problems;
}

/** An object of a marked class stays in its reactor, and so do those that its members take and give. */
function checkReactors(modules: readonly ReactorModule[]): readonly Problem[] {
  const classes = modules.flatMap((module) => module.classes.map((one) => ({ file: module.file, one })));
  const reactors = new Map(classes.map(({ file, one }) => [`${file}#${one.name}`, reactorOf(one.tags)]));
  const elsewhere = (target: MarkedClass, own: string): boolean =>
    (reactors.get(`${target.file}#${target.name}`) ?? own) !== own;
  const problems: Problem[] = [];
  const check = (title: string, own: string, signatures: readonly Signature[]): void => {
    for (const { place, crossing, parameters } of signatures) {
      for (const target of [crossing, ...parameters.map((one) => one.crossing)].flatMap(targetsOf)) {
        if (!elsewhere(target, own)) continue;
        const sentence = `${title} runs in ${called(own)}, and the objects of ${target.name} live in another.`;
        problems.push(problem("other-reactor", place, sentence, "Give both the same reactor, or pass plain data."));
      }
    }
  };
  for (const { one } of classes) {
    const own = reactorOf(one.tags);
    check(`new ${one.name}()`, own, one.construct.signatures);
    for (const each of one.members) if (isShown(each)) check(`${one.name}.${each.name}`, own, each.signatures);
    if (one.base?.kind !== "marked" || !elsewhere(one.base.target, own)) continue;
    const sentence = `${one.name} lives in ${called(own)}, and its base class ${one.base.target.name} in another.`;
    problems.push(problem("other-reactor", one.place, sentence, "Give both the same reactor."));
  }
  for (const module of modules)
    for (const { name, tags, signatures } of module.functions) check(name, reactorOf(tags), signatures);
  return problems;
}

const called = (reactor: string): string => (reactor === "" ? "the default reactor" : `the reactor ${reactor}`);

function importedBy({ file, classes, functions }: ReactorModule): readonly string[] {
  const members = classes.flatMap((one) => [one.construct, ...one.members]);
  const signatures: readonly Signature[] = [...members, ...functions].flatMap((one) => one.signatures);
  const crossings: readonly Crossing[] = signatures.flatMap((one) =>
    [one.crossing].concat(one.parameters.map(({ crossing }) => crossing)),
  );
  const targets = crossings.flatMap(targetsOf).map(({ file: target }) => target);
  const bases = classes.flatMap(({ base }) => (base?.kind === "marked" ? [base.target.file] : []));
  return [...new Set([...targets, ...bases])].filter((target) => target !== file).sort(byCodeUnit);
}

function reaches(imports: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const pending = [from];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    pending.push(...(imports.get(at) ?? []));
  }
  return false;
}
