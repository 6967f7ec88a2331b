/** The first byte of each encoded value. */
export const Tag = {
  Undefined: 0,
  Null: 1,
  True: 2,
  False: 3,
  Int32: 4,
  Double: 5,
  String: 6,
  Array: 7,
  /** Missing elements of a sparse array: their number in a row follows. */
  Hole: 8,
  Object: 9,
  NullObject: 10,
  /** An object that came before in the same message: identity and cycles survive. */
  Ref: 11,
  BigInt: 12,
  Date: 13,
  RegExp: 14,
  Map: 15,
  Set: 16,
  /** An ArrayBuffer, a typed array, a DataView or a Buffer: one byte says which. */
  Bytes: 17,
  Boxed: 18,
  Error: 19,
  DOMException: 20,
  /** Something that only the lane can carry. */
  Attachment: 21,
  /** A reference to an object that lives in the reactor. */
  Handle: 22,
  /** An ordinary object whose keys follow as one text; its values come without them. */
  Shaped: 23,
  /** The same with keys that came before in this message. */
  SameShape: 24,
  /** A function that stays in the caller: its place among the arguments, and how it is asked for. */
  Function: 25,
  /** An error that the receiver itself threw in one of its functions: the number of that, and then the error as any other. */
  Own: 26,
  /** A Handle within a value: it takes a place among the objects of the message, for those that meet it again. */
  Live: 27,
  /** As Function, and before its numbers what of its own arguments are parts that stay in the reactor. */
  FunctionOfParts: 28,
} as const;

/** Deepest nesting that crosses: the main thread's stack decodes about three times as much, on every Node version. */
export const MAX_DEPTH = 1000;

/** Which view the bytes of Tag.Bytes are; the place in the list is the number on the wire. */
export const views = [
  "ArrayBuffer",
  "Uint8Array",
  "Buffer",
  "Int8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "DataView",
] as const;
