import * as parser from "@typescript-eslint/parser";
import example from "./dist/index.js";

export default [
  { ignores: ["**/dist/**", "**/dist-test/**", "**/fixtures/**", "**/*.facade.ts"] },
  {
    files: ["**/*.ts"],
    languageOptions: { parser },
    plugins: { example },
    // This repository is formatted by oxfmt, with lines of 120: where the two differ, this warns.
    rules: { "example/prettier": ["warn", { printWidth: 120 }] },
  },
];
