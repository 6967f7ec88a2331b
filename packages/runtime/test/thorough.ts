/** Tests that have a long form take it where `pnpm faults` runs them. */
export const THOROUGH: boolean = process.env["PICOT_THOROUGH"] === "1";
