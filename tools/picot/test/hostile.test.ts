import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { generate } from "picot";
import { expect, test } from "vitest";
import { TemporaryProject } from "./temporary-project.ts";

/** Code that would leave a mark if it ever ran. */
const probe = "globalThis.__probe = true";

const names = [
  `"]; ${probe}; ["`,
  `\`]; ${probe}; //`,
  `\${${probe}}`,
  `a\nb; ${probe};`,
  `a\u2028${probe};`,
  `*/ ${probe}; /*`,
  `'; ${probe}; '`,
  `\\`,
  `</script><script>${probe}</script>`,
];

/** The runtime's facade door, as far as loading a generated file needs it: plans that are told what they were made from. */
const runtime = {
  "node_modules/@picot/runtime/package.json": '{ "type": "module", "exports": { "./facade/v1": "./facade.js" } }',
  "node_modules/@picot/runtime/facade.js": `
    export const FOREVER = Symbol(), copy = {}, handle = () => copy, bind = () => {}, construct = () => {};
    export const facadePlan = (url, module, name, source) => source;
    export const functionPlan = (url, module, functions) => functions;
    export const call = (receiver, member, args) => [member, ...args];
    export const provided = () => {}, inherit = () => [], refuseConstruct = () => {};
  `,
};

function hostileSource(): string {
  const methods = names.map(
    (name, index) => `  async [${JSON.stringify(name)}](a = "\`\${${probe}}", b = ${index}): Promise<void> {}`,
  );
  return [
    "/**",
    ` * Says \`\${${probe}}\` and "; ${probe}; and ' and \\ and \u2028${probe};\u2029 and *\\/ ${probe}; /*.`,
    ` * {@link ${probe}} <!-- ${probe} -->`,
    " * @reactor @timeout 1s",
    " */",
    "export class $ {",
    ...methods,
    `  /** *\\/ ${probe}; */`,
    '  async toString(__proto__: string, prototype: "*/ \\u2028 \' `"): Promise<string> { return __proto__ + prototype; }',
    "}",
    "",
  ].join("\n");
}

test("[R89] names, docs, defaults and file names that are made to break out stay inert", async () => {
  const file = `it's \`\${${probe.replaceAll(" ", "")}}\` "; .reactor.ts`;
  const project = new TemporaryProject({ ...runtime, [file]: hostileSource() });
  const report = await generate({ project: project.folder });
  expect(report.problems).toEqual([]);
  const output = report.files[0]?.output ?? "";

  // Only erasable syntax is in a facade, so taking the types away is all that it needs to run.
  const { default: ts } = await import("typescript5");
  const made = ts.transpileModule(project.read(output), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    reportDiagnostics: true,
  });
  expect(made.diagnostics).toEqual([]);
  project.write({ "loaded.mjs": made.outputText });
  const loaded: unknown = await import(pathToFileURL(project.path("loaded.mjs")).href);
  if (typeof loaded !== "object" || loaded === null || !("$" in loaded) || typeof loaded.$ !== "function")
    throw new Error("no class");
  const own = Object.getOwnPropertyNames(loaded.$.prototype);
  expect(own).toEqual(["constructor", ...names, "toString"]);
  for (const name of own.slice(1)) {
    const method: unknown = loaded.$.prototype[name];
    // The member that is called is that of the plan, under the same name.
    expect(typeof method === "function" ? method.call({}, 1, 2) : null).toEqual([{ timeout: 1_000 }, 1, 2]);
  }
  expect(globalThis).not.toHaveProperty("__probe");
  expect(readdirSync(project.folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});
