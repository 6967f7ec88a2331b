import type { ReactorModule, StrayTag, TypePiece } from "../model.ts";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";

/** Problems of a file as a whole: what it is, where its facade would go, what it imports. */
export function checkModule(module: ReactorModule, options: Options): readonly Problem[] {
  return [
    ...module.syntax.map(({ place, message }) =>
      problem("syntax-error", place, message, "Mend the source, then run picot again."),
    ),
    ...checkFormat(module),
    ...checkPath(module, options),
    ...(module.layer === "blocking" ? checkTwinImports(module) : checkImports(module)),
    ...checkLayers(module),
    ...module.strays.map(strayProblem),
    ...checkEnums(module),
  ];
}

function checkFormat({ format, place, file }: ReactorModule): readonly Problem[] {
  if (format === "commonjs") {
    const wayOut =
      'Write the reactor layer as an ES module (.mts, or .ts under "type": "module"): CommonJS code can require() its facade on Node >= 20.19.';
    return [problem("commonjs-module", place, `${file} is a CommonJS module; facades are ES modules.`, wayOut)];
  }
  return [];
}

function checkPath({ file, place, layer }: ReactorModule, options: Options): readonly Problem[] {
  const problems: Problem[] = [];
  // The facade names its source by URL and in a comment of one line.
  if ([...file].some((char) => char < " " || "%?#\\\u007f\u2028\u2029".includes(char))) {
    const shown = JSON.stringify(file);
    const sentence = `${shown} has a character in its path that a module's URL cannot hold as it is.`;
    problems.push(problem("bad-file-name", place, sentence, "Rename it without %, ?, #, \\ and control characters."));
  }
  if (
    layer === "reactor" &&
    options.outDir !== null &&
    options.rootDir !== "" &&
    !file.startsWith(`${options.rootDir}/`)
  ) {
    const sentence = `${file} is not under rootDir (${options.rootDir}), so it has no place under outDir (${options.outDir}).`;
    problems.push(
      problem("outside-root", place, sentence, "Move the file, or name a rootDir that holds all marked files."),
    );
  }
  return problems;
}

function checkImports(module: ReactorModule): readonly Problem[] {
  // Its own green twins a module may import: they are the reactor layer's, and look at it late.
  const own = stem(module.facade).replace(/\.green$/, ".facade");
  return module.imports
    .filter(({ path }) => path !== null && (stem(path) === own || stem(path).endsWith(".facade")))
    .map(({ path, specifier, place }) => {
      const whose = path !== null && stem(path) === own ? "its own generated facade" : "a generated facade";
      const sentence = `${module.file} imports ${whose}, ${specifier}: the reactor layer imports no facade, since it would block itself.`;
      return problem(
        "imports-facade",
        place,
        sentence,
        "Use the async class itself: in the reactor there is nothing to wait for.",
      );
    });
}

/** Twins are for the reactor, as facades are for all others. */
function checkTwinImports(module: ReactorModule): readonly Problem[] {
  return module.imports
    .filter(({ path }) => path !== null && stem(path).endsWith(".deferred"))
    .map(({ specifier, place }) => {
      const sentence = `${module.file} imports a generated twin, ${specifier}: twins are for the reactor, and this module runs in threads of its pool.`;
      return problem("imports-deferred", place, sentence, "Import the module that blocks itself, and call it.");
    });
}

function checkLayers({ mixed, layer, file }: ReactorModule): readonly Problem[] {
  if (mixed === null) return [];
  const other = layer === "blocking" ? "reactor" : "blocking";
  const sentence = `${file} has something tagged @${layer}, and this is tagged @${other}: one module is on one side of the border.`;
  return [problem("mixed-layers", mixed, sentence, "Move one of the two to a module of its own.")];
}

/** Enums in signatures that the facade cannot have once more. */
function checkEnums(module: ReactorModule): readonly Problem[] {
  if (!module.enums.some(({ members: known }) => known === null)) return [];
  const members = module.classes.flatMap((one) => [one.construct, ...one.members]);
  const signatures = [...members, ...module.functions].flatMap((one) => one.signatures);
  const texts = signatures.flatMap(({ parameters, result }) => parameters.map(({ type }) => type).concat(result));
  const used = new Set(texts.flatMap(({ pieces }) => pieces.map((piece) => ownName(piece, module))));
  return module.enums
    .filter(({ name, members: known }) => known === null && used.has(name))
    .map(({ name, place }) => {
      const sentence = `${name} is declared in the reactor layer: applications can name the type, but not its members.`;
      return problem("enum-in-reactor-layer", place, sentence, `Move ${name} to a module without marked classes.`);
    });
}

function ownName(piece: TypePiece, { file }: ReactorModule): string | null {
  if (typeof piece === "string" || piece.kind !== "name" || piece.origin.kind !== "module") return null;
  const { module, exported } = piece.origin;
  return module.kind === "file" && module.path === file ? exported : null;
}

function stem(path: string): string {
  return path.replace(/\.[mc]?[jt]sx?$/, "");
}

function strayProblem({ tag, what, name, place }: StrayTag): Problem {
  switch (what) {
    case "class-expression":
      return problem(
        "class-expression",
        place,
        `${name} is a class expression; picot reads class declarations.`,
        `Write \`export class ${name} { … }\`.`,
      );
    case "function-expression":
      return problem(
        "stray-tag",
        place,
        `${name} is a function in a variable; picot reads function declarations.`,
        `Write \`export ${tag === "blocking" ? "" : "async "}function ${name}(…) { … }\`.`,
      );
    case "nested":
      return problem(
        "stray-tag",
        place,
        `${name} is tagged @${tag} but is declared inside something else, where nothing can reach it.`,
        "Move it to the top of the module and export it.",
      );
    case "other":
      return problem(
        "stray-tag",
        place,
        `${name} is tagged @${tag} but is neither a class nor a function.`,
        "Tag an exported class or function, or take the tag away.",
      );
  }
}
