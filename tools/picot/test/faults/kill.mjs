// Kills this process with SIGKILL right before or right after one of the calls that change something on the disk, or halfway
// through a write. KILL_AT counts these moments from 0; the number of them all is written to the file COUNT_TO, if named.
import fs from "node:fs";
import module from "node:module";

const at = Number(process.env["KILL_AT"]);
let moment = 0;
function perhaps() {
  if (moment === at) process.kill(process.pid, "SIGKILL");
  moment += 1;
}

for (const name of ["mkdirSync", "openSync", "closeSync", "renameSync", "rmSync", "unlinkSync"]) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (!process.env["WATCHED"] || !concerns(args)) return real(...args);
    perhaps();
    const result = real(...args);
    perhaps();
    return result;
  };
}

const write = fs.writeFileSync;
fs.writeFileSync = (file, content, ...rest) => {
  if (typeof file !== "number" || typeof content !== "string") return write(file, content, ...rest);
  perhaps();
  const half = content.length >> 1;
  write(file, content.slice(0, half));
  perhaps();
  write(file, content.slice(half));
  perhaps();
};

/** Calls on a descriptor, or on something in the folder under test. */
function concerns([first]) {
  return typeof first === "number" || (typeof first === "string" && first.startsWith(process.env["WATCHED"]));
}

module.syncBuiltinESMExports();
if (process.env["COUNT_TO"]) process.on("exit", () => write(process.env["COUNT_TO"], String(moment)));
