// For the test: a rule that reports which thread lints a file, and in which thread its calls are answered.
import { threadId } from "node:worker_threads";
import * as parser from "@typescript-eslint/parser";
import { Formatter } from "../dist/index.js";

const formatter = { current: null };

const reactors = {
  create: (context) => ({
    Program(node) {
      formatter.current ??= new Formatter();
      const message = JSON.stringify({ pid: process.pid, thread: threadId, reactor: formatter.current.thread() });
      context.report({ node, message });
    },
  }),
};

export default [
  { ignores: ["**/*.facade.ts"] },
  {
    files: ["**/*.ts"],
    languageOptions: { parser },
    plugins: { test: { rules: { reactors } } },
    rules: { "test/reactors": "warn" },
  },
];
