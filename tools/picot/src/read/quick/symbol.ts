import { ts } from "../../../compiler.cjs";
import { Doubt } from "../sparse.ts";
import type { QuickType } from "./type.ts";
import { Unknown } from "./unknown.ts";

/** A name and what it stands for. It answers what `ts.Symbol` would, or throws Doubt. */
export class QuickSymbol extends Unknown {
  readonly name: string;
  flags: ts.SymbolFlags;
  readonly declarations: ts.Declaration[];
  readonly #type: (() => QuickType) | null;
  /** What it is another name of. */
  readonly target: (() => QuickSymbol) | null;
  /** Where all its targets lead, once somebody went there. */
  declared: QuickSymbol | undefined;

  constructor(
    name: string,
    flags: ts.SymbolFlags,
    declarations: readonly ts.Declaration[],
    more: { readonly type?: () => QuickType; readonly target?: () => QuickSymbol } = {},
  ) {
    super();
    this.name = name;
    this.flags = flags;
    this.declarations = [...declarations];
    this.#type = more.type ?? null;
    this.target = more.target ?? null;
  }

  get valueDeclaration(): ts.Declaration | undefined {
    return this.declarations.find((node) => !ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node));
  }

  /** Of a property or a parameter. */
  type(): QuickType {
    if (this.#type === null) throw new Doubt();
    return this.#type();
  }
}
