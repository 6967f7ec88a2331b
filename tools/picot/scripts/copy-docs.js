// `picot explain` reads the page on problems where it is installed, so the package has a copy of it.
import { copyFileSync } from "node:fs";

copyFileSync(new URL("../../../docs/problems.md", import.meta.url), new URL("../dist/problems.md", import.meta.url));
