export { ts, getLibFiles } from "@ts-morph/common";
