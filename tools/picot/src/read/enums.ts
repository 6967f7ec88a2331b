import { ts } from "../../compiler.cjs";
import type { ReactorEnum } from "../model.ts";
import { type Context, hasModifier, placeOf } from "./context.ts";
import { nameOf } from "./member.ts";
import { readDoc } from "./tags.ts";

/** The enums that a module of the reactor layer exports: applications need their values, and must not load the module. */
export function readEnums(context: Context): readonly ReactorEnum[] {
  const { source, checker, exports } = context;
  return source.statements.filter(ts.isEnumDeclaration).flatMap((node) => {
    const symbol = checker.getSymbolAtLocation(node.name);
    if (symbol === undefined || exports.get(checker.getExportSymbolOfSymbol(symbol)) !== node.name.text) return [];
    const members = node.members.map((member) => {
      const value = checker.getConstantValue(member);
      return { name: nameOf(member.name), value: value ?? NaN, doc: readDoc(context, member) };
    });
    // Two const enums are two types to TypeScript, whatever they have; two others are one if they have the same.
    const isConst = hasModifier(node, ts.SyntaxKind.ConstKeyword);
    const known = members.every(({ value }) => typeof value === "string" || Number.isFinite(value));
    const whole = (symbol.declarations ?? []).length === 1;
    return [
      {
        name: node.name.text,
        place: placeOf(context, node.name),
        doc: readDoc(context, node),
        members: !isConst && known && whole ? members : null,
      },
    ];
  });
}
