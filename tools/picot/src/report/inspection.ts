import type { Inspection } from "../inspect.ts";
import { type CrossingReport, type MemberReport, type SignatureReport, layerOfOutput } from "../model.ts";
import { type Colors, colorsOf, printable } from "./terminal.ts";

/** The form of the JSON object. It changes only with this number, save for new fields. */
const version = 1;

export function inspectionJson({ problems, ...rest }: Inspection): string {
  const shown = problems.map(({ code, severity, place: { file, line, column }, sentence }) => {
    return { code, severity, file, line, column, sentence };
  });
  return JSON.stringify({ version, ...rest, problems: shown }, null, 2);
}

/** A table of members by class, and one line that sums up. */
export function inspectionText({ source, output, members, thinness }: Inspection, color: boolean): string {
  const colors = colorsOf(color);
  const made = { reactor: "facade", blocking: "twin", green: "green twin" }[layerOfOutput(output)];
  const width = Math.max(0, ...members.map(({ member }) => printable(member).length));
  const owners = [...new Set(members.map(({ owner }) => owner))];
  const tables = owners.map((owner) => {
    const rows = members.filter((each) => each.owner === owner).flatMap((each) => row(each, width, colors));
    return [colors.bold(owner === "" ? "functions" : owner), ...rows].join("\n");
  });
  const out = members.filter(({ included }) => !included).length;
  const thin =
    thinness === null
      ? `No ${made}: run \`picot check\` for the errors.`
      : `Thinness (statements per generated method): ${Number(thinness.perMethod.toFixed(2))}, at most ${thinness.most}.`;
  return [
    `${printable(source)} -> ${printable(output)}`,
    ...tables,
    `${members.length} public members: ${members.length - out} in the ${made}, ${out} out. ${thin}`,
  ].join("\n\n");
}

function row({ member, included, reason, signatures = [] }: MemberReport, width: number, colors: Colors): string[] {
  const name = printable(member).padEnd(width);
  if (!included) return [`  ${colors.yellow("out")}  ${name}  ${reason ?? ""}`];
  const [first = "", ...others] = signatures.map(signatureText);
  const indent = " ".repeat(width + 9);
  return [`  ${colors.green("in")}   ${name}  ${first}`, ...others.map((each) => `${indent}${each}`)];
}

function signatureText({ parameters, result }: SignatureReport): string {
  const shown = parameters.filter(({ crossing }) => crossing !== "signal");
  const given = shown.map((each) => `${each.rest ? "..." : ""}${printable(each.name)}: ${crossingText(each)}`);
  const hidden = parameters.filter(({ crossing }) => crossing === "signal").map(({ name }) => printable(name));
  const filled = hidden.length === 0 ? "" : `  [${hidden.join(", ")}: the call's own]`;
  return `(${given.join(", ")}) -> ${crossingText(result)}${filled}`;
}

function crossingText({ crossing, of }: CrossingReport): string {
  if (of === undefined) return crossing;
  return crossing === "parts" ? `copy with ${of}` : `${crossing} of ${of}`;
}
