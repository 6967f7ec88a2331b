/** Program: keeps a core busy until the process that started it ends it, or has ended. */
const parent = process.ppid;
console.log("busy");
for (let at = 0; ; at++) if (at % 10_000_000 === 0 && process.ppid !== parent) process.exit();
