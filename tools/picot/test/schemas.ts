import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";

/** What a printed JSON object has that the schema of this name does not allow, or does not name; null for nothing. */
export function faultsOf(name: "report-v1" | "fix-v1", printed: unknown): unknown {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  const validate = ajv.compile(closed(schemaOf(name)));
  return validate(printed) ? null : validate.errors;
}

export function schemaOf(name: "report-v1" | "fix-v1"): unknown {
  return JSON.parse(readFileSync(fileURLToPath(import.meta.resolve(`picot/schema/${name}.json`)), "utf8"));
}

/** A schema that allows no other fields than those it names. */
function closed(schema: unknown): object {
  // What JSON.parse gives here are plain objects.
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) =>
    typeof value === "object" && value !== null && "type" in value && value.type === "object"
      ? { ...value, additionalProperties: false }
      : value,
  ) as object;
}
