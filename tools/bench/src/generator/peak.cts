/** Required before a program that is measured: as it ends, it tells on the fourth of its streams what it took. */
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.getBuiltinModule("node:fs").writeSync(3, JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }));
});
