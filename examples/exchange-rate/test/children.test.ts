import { afterEach, expect, test } from "vitest";
import { Children } from "../dist/children.js";

const children = new Children();
afterEach(() => children.end());

test("a module that ends with another code than 0 rejects, and says which", async () => {
  await expect(children.run("./app/report.js", [], () => {})).rejects.toThrow("./app/report.js ended with code 1");
});

test("a server that ends before it is up rejects, and does not hang", async () => {
  await expect(children.serve("./app/server.js")).rejects.toThrow("./app/server.js ended with code 1");
});

test("a server that is ended tells whoever watches it", async () => {
  const { lost } = await children.serve("./rate-server.js");
  await children.end();
  await expect(lost).rejects.toThrow("./rate-server.js ended with SIGTERM");
});
