import { ts } from "../../compiler.cjs";

/**
 * Empties the bodies of functions whose types are written: most of a source is in them, and they say nothing to anybody else. The
 * compiler then neither binds them nor keeps them in memory; what is wrong with their syntax it has noted by now.
 */
export function dropBodies(source: ts.SourceFile): void {
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement)) drop(source, statement, statement.type !== undefined);
    else if (ts.isClassDeclaration(statement)) dropMembers(source, statement);
  }
}

function dropMembers(source: ts.SourceFile, { members }: ts.ClassDeclaration): void {
  // The type of such a field is that of what a constructor sets it to.
  const isOpen = members.some((each) => ts.isPropertyDeclaration(each) && each.type === undefined && !each.initializer);
  for (const member of members) {
    if (ts.isConstructorDeclaration(member)) drop(source, member, !isOpen);
    else if (ts.isSetAccessor(member)) drop(source, member, true);
    else if (ts.isMethodDeclaration(member) || ts.isGetAccessor(member))
      drop(source, member, member.type !== undefined);
  }
}

function drop(source: ts.SourceFile, { body }: ts.FunctionLikeDeclaration, isWritten: boolean): void {
  if (!isWritten || body === undefined || !ts.isBlock(body)) return;
  // What must not be overlooked: a module that is imported there, and a tag where none can be.
  if (/\bimport\b|@reactor|@blocking/.test(source.text.slice(body.pos, body.end))) return;
  // Nobody else has seen this source yet.
  (body as { statements: ts.NodeArray<ts.Statement> }).statements = ts.factory.createNodeArray();
}
