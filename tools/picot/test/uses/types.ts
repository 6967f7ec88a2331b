// Types of every form, as an application may use them.
import { Forms, Kind, type Row } from "../fixtures/types/forms.facade.js";
import { Color, type Id, type Shared } from "../fixtures/types/lib/shared.js";
import { hold, type Same } from "./same.ts";

declare const row: Row;
declare const id: Id;
const forms: Forms = new Forms();
hold<Same<ReturnType<typeof forms.conditional<"a">>, Shared<"a">>>();
hold<Same<ReturnType<typeof forms.conditional<1>>, Row>>();
const { kind: other } = forms.mapped(row);
hold<Same<typeof other, "other" | undefined>>();
const low: number = forms.typeofs("low", { low: 1, high: 2 });
// @ts-expect-error: no level
forms.typeofs("middle", { low: 1, high: 2 });
hold<Same<ReturnType<typeof forms.branded>, Id>>();
// @ts-expect-error: no id
forms.branded("1", id);
const fast: Kind.Fast | Color.Green = forms.enums(Kind.Fast);
forms.enums(Kind["very slow"], Color.Green);
// What the reactor layer calls a Kind is one here.
forms.enums(row.kind);
// @ts-expect-error: its text is not the member
forms.enums("fast");
hold<Same<Parameters<typeof forms.tuple>, [first: string, second?: number, ...rest: boolean[]]>>();
// @ts-expect-error: too few arguments
forms.tuple();
hold<Same<ReturnType<typeof forms.infers<readonly Date[]>>, Date>>();
forms.template("onStart");
// @ts-expect-error: not such a text
forms.template("start");
forms.destructured({ a: "", b: 1 }, [1, 2]);
const levels: readonly ["low", "high"] = forms.queried();
const one: 1 = forms.imported().a;
const text: "text" = forms.bound("text");
const isForms: boolean = forms.isForms();
forms.optional(null, undefined, "a", "b");
// @ts-expect-error: a date comes first
forms.optional("a");
export const all: readonly unknown[] = [low, fast, levels, one, text, isForms];
