import type { Rule } from "eslint";

type Schema = Exclude<NonNullable<Rule.RuleMetaData["schema"]>, false | readonly unknown[]>;

const patterns = (description: string): Schema => ({
  type: "array",
  items: { type: "string", minLength: 1 },
  description: `${description} Patterns, relative to the project folder; \`!\` takes out again.`,
});

/** The one option of each rule: `layers` of `picot.config`. */
export const schema: Schema = {
  type: "object",
  properties: {
    application: patterns("Application code; all but tests if left out."),
    reactor: patterns("Files of the reactor layer that have no tag."),
    handoff: patterns("Application code that may use the hand-off."),
    loop: patterns("Files whose functions run where an event loop must turn."),
    wrappers: patterns("Wrappers written by hand."),
  },
  additionalProperties: false,
};
