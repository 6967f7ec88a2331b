import { describe, expect, test } from "vitest";
import { inClass, problemsOf, short } from "./problems-of.ts";

describe("each kind of problem has a code and a place", () => {
  test.each([
    ["[C137] a promise in a field", inClass("size = Promise.resolve(1);"), "3:1 public-field"],
    ["[C137] perhaps a promise in a field", inClass("size?: Promise<number>;"), "3:1 public-field"],
    ["a listener in a field", inClass("onSize?: (size: number) => void;"), "3:1 public-field"],
    ["a function from elsewhere in a field", inClass("size = Math.max;"), "3:1 public-field"],
    ["a setter that takes promises only", inClass("set size(to: Promise<1>) { void to; }"), "3:10 param-cannot-cross"],
    ["a symbol in a field", inClass("readonly size = Symbol();"), "3:10 result-cannot-cross"],
    ["a getter named then", inClass("get then(): number { return 1; }"), "3:5 reserved-name"],
    [
      "an iterator in a parameter",
      inClass("async put(items: AsyncIterable<number>): Promise<void> { void items; }"),
      "3:11 async-iterable",
    ],
    [
      "an iterator in a result",
      inClass("async items(): Promise<{ all: AsyncGenerator<1> }> { throw 1; }"),
      "3:7 async-iterable",
    ],
    [
      "an iterator of functions",
      inClass("async *items(): AsyncGenerator<() => void> { yield () => {}; }"),
      "3:8 result-cannot-cross",
    ],
    [
      "@prefetch where nothing is iterated over",
      inClass("/**", " * @prefetch 5", " */", "async go(): Promise<void> {}"),
      "4:4 misplaced-prefetch",
    ],
    [
      "@prefetch without a number",
      inClass("/**", " * @prefetch many", " */", "async *items(): AsyncGenerator<1> { yield 1; }"),
      "4:4 misplaced-prefetch",
    ],
    [
      "a function of several forms",
      inClass("async each(run: { (n: number): void; (s: string): void }): Promise<void> { run(1); }"),
      "3:12 callback-parameter",
    ],
    [
      "a function or something else",
      inClass("async each(run?: string | (() => void)): Promise<void> { void run; }"),
      "3:12 callback-parameter",
    ],
    [
      "a function for later, given to a constructor",
      inClass("constructor(run: () => void) { run(); }"),
      "3:13 callback-parameter",
    ],
    ["@copy on a class", "/**\n * @reactor\n * @timeout 1s\n * @copy\n */\nexport class A {}\n", "4:4 misplaced-copy"],
    [
      "@copy with words after it",
      inClass("/**", " * @copy the rows", " */", "async go(): Promise<void> {}"),
      "4:4 misplaced-copy",
    ],
    [
      "[C158] @copy of a marked object",
      inClass("/** @copy */", "async go(): Promise<A> { return this; }"),
      "4:7 misplaced-copy",
    ],
    [
      "[C158] @copy of a function",
      inClass("/** @copy */", "async go(run: () => void): Promise<void> { run(); }"),
      "4:10 misplaced-copy",
    ],
    [
      "[C158] @copy of a promise",
      inClass("/** @copy */", "async go(to: Promise<1>): Promise<void> { void to; }"),
      "4:10 param-cannot-cross",
    ],
    [
      "[C160] promises in a result",
      inClass("async rows(): Promise<{ rows: Promise<number>[] }> { return { rows: [] }; }"),
      "3:7 result-cannot-cross",
    ],
    [
      "[C160] promises in a result that nobody wrote a type for",
      inClass("async rows() { return { rows: [Promise.resolve(1)] }; }"),
      "3:7 result-cannot-cross",
    ],
    [
      "[C160] generators in a result",
      inClass("async rows(): Promise<Generator<number>[]> { return []; }"),
      "3:7 async-iterable",
    ],
    [
      "a signal in an object",
      inClass("async go(options?: { signal?: AbortSignal }): Promise<void> { void options; }"),
      "3:10 param-cannot-cross",
    ],
    [
      "a signal that is not the last parameter",
      inClass("async go(signal: AbortSignal, to: string): Promise<void> { void [signal, to]; }"),
      "3:10 param-cannot-cross",
    ],
    [
      "a signal of a constructor",
      inClass("constructor(signal?: AbortSignal) { void signal; }"),
      "3:13 param-cannot-cross",
    ],
    ["a signal in a result", inClass("async go(): Promise<AbortSignal> { throw 1; }"), "3:7 result-cannot-cross"],
    [
      "a signal at another place in another overload",
      inClass(
        "go(signal?: AbortSignal): Promise<void>;",
        "go(to: string, signal?: AbortSignal): Promise<void>;",
        "async go(): Promise<void> {}",
      ),
      "3:1 mixed-crossings",
    ],
    ["a function in a setter", inClass("set run(to: () => void) { to(); }"), "3:9 callback-parameter"],
    [
      "a function where @callback says that there are none",
      inClass("/**", " * @callback never", " */", "async each(run: () => void): Promise<void> { run(); }"),
      "6:12 callback-parameter",
    ],
    [
      "a @callback that says something else",
      inClass("/**", " * @callback here", " */", "async each(run: () => void): Promise<void> { run(); }"),
      "4:4 callback-parameter",
    ],
    [
      "a function that takes a promise",
      inClass("async each(run: (n: Promise<number>) => void): Promise<void> { void run; }"),
      "3:12 param-cannot-cross",
    ],
    [
      "a function that takes any number of marked objects",
      inClass("async each(run: (...all: A[]) => void): Promise<void> { run(this); }"),
      "3:12 nested-reference",
    ],
    [
      "a function that returns a function",
      inClass("async each(run: () => () => void): Promise<void> { run()(); }"),
      "3:12 param-cannot-cross",
    ],
    ["a listener of any event", inClass("on(event: string, run: () => void): void { run(); }"), "3:1 event-emitter"],
    ["a listener of no event", inClass("subscribe(run: () => void): void { run(); }"), "3:11 event-emitter"],
    [
      "a listener that cannot be taken off",
      inClass('on(event: "tick", run: () => void): void { void event; run(); }'),
      "3:1 event-emitter",
    ],
    [
      "an event that brings a function",
      inClass('on(event: "tick", run: (f: () => void) => void): void { void event; void run; }', "off(): void {}"),
      "3:1 param-cannot-cross",
    ],
    [
      "an expect of its own beside events",
      inClass(
        'on(event: "tick", run: () => void): void { void event; void run; }',
        "off(): void {}",
        "async expect(): Promise<void> {}",
      ),
      "5:7 own-expect",
    ],
    [
      "a function in an object",
      inClass("async go(o: { run(): void }): Promise<void> { o.run(); }"),
      "3:10 param-cannot-cross",
    ],
    ["a symbol", inClass("async go(key: symbol): Promise<void> { void key; }"), "3:10 param-cannot-cross"],
    [
      "a function as result",
      inClass("async go(): Promise<() => void> { return () => {}; }"),
      "3:7 result-cannot-cross",
    ],
    [
      "a promise in a result",
      inClass("async go(): Promise<{ a: Promise<1> }> { throw 1; }"),
      "3:7 result-cannot-cross",
    ],
    [
      "marked objects before the end of a list",
      inClass("async all(): Promise<[...A[], number]> { return [this, 1]; }"),
      "3:7 nested-reference",
    ],
    [
      "a marked object in one of a class that is not",
      `${inClass("async put(o: B): Promise<void> { void o; }")}export class B { of = new A(); }\n`,
      "3:11 nested-reference",
    ],
    [
      "a marked object in a type of a namespace",
      `${inClass("async put(o: N.Of): Promise<void> { void o; }")}export namespace N { export interface Of { a: A } }\n`,
      "3:11 nested-reference",
    ],
    [
      "a marked object that a generator is sent",
      inClass("async *go(): AsyncGenerator<number, void, A> { yield 1; }"),
      "3:8 nested-reference",
    ],
    [
      "a type that leads back to itself, with marked objects in it",
      `export interface Tree { of: A; all: Tree[] }\n${inClass("async put(o: Tree): Promise<void> { void o; }")}`,
      "4:11 recursive-reference",
    ],
    [
      "a ring of types with marked objects in it",
      `export interface B { c: C | null }\nexport interface C { b?: B; a: A }\n${inClass("async go(): Promise<B> { throw 1; }")}`,
      "5:7 recursive-reference",
    ],
    [
      "one of two marked objects in a field",
      `${inClass("async go(): Promise<{ of: A } | { of: B }> { throw 1; }")}/** @reactor @timeout 1s */\nexport class B {}\n`,
      "3:7 mixed-crossings",
    ],
    ["a member named by a symbol", inClass("async [Symbol.toPrimitive](): Promise<void> {}"), "3:7 computed-name"],
    [
      "marked objects in a tuple as rest",
      inClass("async put(...all: [A, number]): Promise<void> { void all; }"),
      "3:11 nested-reference",
    ],
    [
      "overloads that disagree from where marked objects are the rest",
      inClass("go(...all: A[]): void;", "go(a: A, n: number): void;", "go(...all: unknown[]): void { void all; }"),
      "3:1 mixed-crossings",
    ],
    ["a parameter without a type", inClass("async put(all): Promise<void> { void all; }"), "3:11 untyped-parameter"],
    ["a computed name", `const k = "k";\n${inClass("async [k](): Promise<void> {}")}`, "4:7 computed-name"],
    ["an optional method", inClass("go?(): void;"), "3:1 optional-method"],
    ["a member named provided", inClass("static async provided(): Promise<void> {}"), "3:14 reserved-name"],
    [
      "an unexported type",
      `interface T { n: 1 }\n${inClass("async go(): Promise<T> { throw 1; }")}`,
      "4:21 unexported-type",
    ],
    ["a type of nowhere", inClass("async go(): Promise<Nowhere> { throw 1; }"), "3:21 unresolved-type"],
    [
      "an import from nowhere",
      `import type { T } from "./nowhere.js";\n${inClass("async go(): Promise<T> { throw 1; }")}`,
      "4:21 unresolved-type",
    ],
    [
      "a merged class",
      "/** @reactor @timeout 1s */\nexport class A {}\nexport interface A { more(): void }\n",
      "2:14 merged-class",
    ],
    ["a nameless default export", "/** @reactor @timeout 1s */\nexport default class {}\n", "2:1 default-export"],
    ["an unexported class", "/** @reactor @timeout 1s */\nclass A {}\nexport {};\n", "2:7 not-exported"],
    ["an export of its type only", "/** @reactor @timeout 1s */\nclass A {}\nexport type { A };\n", "2:7 not-exported"],
    ["a tagged method", inClass("/** @reactor */", "async go(): Promise<void> {}"), "4:7 stray-tag"],
    ["a class expression", "/** @reactor @timeout 1s */\nexport const A = class {};\n", "2:14 class-expression"],
    ["an arrow function", "/** @reactor @timeout 1s */\nexport const f = async () => {};\n", "2:14 stray-tag"],
    ["an interface", "/** @reactor @timeout 1s */\nexport interface A { a: 1 }\n", "2:18 stray-tag"],
    [
      "a nested class",
      "export namespace N {\n  /** @reactor @timeout 1s */\n  export class A {}\n}\n",
      "3:16 stray-tag",
    ],
    [
      "a reactor whose name is none",
      "/**\n * @reactor the db\n * @timeout 1s\n */\nexport class A {}\n",
      "2:4 named-reactor",
    ],
    [
      "an object that would leave its reactor",
      "/** @reactor db @timeout 1s */\nexport class A {}\n/** @reactor @timeout 1s */\nexport async function f(a: A): Promise<void> {}\n",
      "4:23 other-reactor",
    ],
    [
      "a result of another reactor",
      "/** @reactor db @timeout 1s */\nexport class A {}\n/** @reactor @timeout 1s */\nexport class B {\n  async a(): Promise<A> {\n    return new A();\n  }\n}\n",
      "5:9 other-reactor",
    ],
    [
      "a base class of another reactor",
      "/** @reactor db @timeout 1s */\nexport class A {}\n/** @reactor cache @timeout 1s */\nexport class B extends A {}\n",
      "4:14 other-reactor",
    ],
    [
      "an expect of the class above beside events",
      `/** @reactor @timeout 1s */
export class A { async expect(): Promise<void> {} }
/** @reactor @timeout 1s */
export class B extends A { on(event: "tick", run: () => void): void { void event; run(); } off(): void {} }
`,
      "4:28 own-expect",
    ],
    [
      "an event emitter that is not installed",
      'import { EventEmitter } from "node:events";\n/** @reactor @timeout 1s */\nexport class A extends EventEmitter<{ tick: [] }> {}\n',
      "3:24 unresolved-type",
    ],
    [
      "an event emitter of another kind",
      'import { EventEmitter } from "./emitter.js";\n/** @reactor @timeout 1s */\nexport class A extends EventEmitter {}\n',
      "3:24 event-emitter",
    ],
    [
      "a constructor nobody wrote",
      'import { Base } from "./base.js";\n/** @reactor @timeout 1s */\nexport class A extends Base {}\n',
      "3:14 inherited-constructor",
    ],
  ])("%s is a problem", async (_, source, expected) => {
    const problems = await problemsOf(source, {
      "base.ts": "export class Base {\n  constructor(name: string) {\n    void name;\n  }\n}\n",
      "emitter.ts": "export class EventEmitter {\n  on(): void {}\n  emit(): void {}\n}\n",
    });
    expect(problems.map(short)).toEqual([expected]);
    expect(problems[0]?.wayOut).not.toBe("");
    expect(problems[0]?.sentence).toMatch(/\.$/);
  });

  test("[R90] methods named then, constructor and __proto__ are refused with their place", async () => {
    const source = inClass("async then(): Promise<void> {}", '["constructor"](): void {}', '["__proto__"](): void {}');
    expect((await problemsOf(source)).map(short)).toEqual([
      "3:7 reserved-name",
      "4:1 reserved-name",
      "5:1 reserved-name",
    ]);
  });

  test("[C183] a union of two marked classes is refused", async () => {
    const source = `${inClass("async other(): Promise<A | B> { return this; }")}/** @reactor @timeout 1s */\nexport class B {}\n`;
    const [found] = await problemsOf(source);
    expect(found && short(found)).toBe("3:7 mixed-crossings");
    expect(found?.sentence).toContain("A and B");
  });

  test("overloads that disagree on what is a marked class are refused", async () => {
    const source = inClass("go(a: A): void;", "go(a: string): void;", "go(a: unknown): void { void a; }");
    expect((await problemsOf(source)).map(short)).toEqual(["3:1 mixed-crossings"]);
  });

  test("all problems of a run are shown at once, in the order of the source", async () => {
    const source = inClass(
      "size = Promise.resolve(1);",
      "async all(of: AsyncGenerator<1>): Promise<void> { void of; }",
      "async go(f: string | (() => void)): Promise<void> { void f; }",
    );
    expect((await problemsOf(source)).map(short)).toEqual([
      "3:1 public-field",
      "4:11 async-iterable",
      "5:10 callback-parameter",
    ]);
  });

  test("a facade of a base class that needs that of its subclass is refused", async () => {
    const problems = await problemsOf(
      'import type { B } from "./b.reactor.js";\n/** @reactor @timeout 1s */\nexport class A {\n  async b(): Promise<B> { throw 1; }\n}\n',
      {
        "b.reactor.ts":
          'import { A } from "./a.reactor.js";\n/** @reactor @timeout 1s */\nexport class B extends A {}\n',
      },
    );
    expect(problems.map(({ place, code }) => `${place.file} ${code}`)).toEqual(["b.reactor.ts cyclic-base"]);
  });
});
