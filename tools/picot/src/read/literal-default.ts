import { ts } from "../../compiler.cjs";

/** The type of a parameter that has only a literal as its default, `retries = 3`: that takes no checker to tell. Null for others. */
export function literalDefault({ type, initializer }: ts.ParameterDeclaration): "string" | "number" | "boolean" | null {
  if (type !== undefined || initializer === undefined) return null;
  const isNegative = ts.isPrefixUnaryExpression(initializer) && initializer.operator === ts.SyntaxKind.MinusToken;
  const literal = isNegative ? initializer.operand : initializer;
  if (ts.isNumericLiteral(literal)) return "number";
  if (isNegative) return null;
  if (ts.isStringLiteral(literal)) return "string";
  const isTruth = literal.kind === ts.SyntaxKind.TrueKeyword || literal.kind === ts.SyntaxKind.FalseKeyword;
  return isTruth ? "boolean" : null;
}
