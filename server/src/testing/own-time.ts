/** What something results in, and the processor time of this thread (ms), to which a busy machine adds nothing. Nothing else may run meanwhile. */
export async function ownTime<Result>(run: () => Result | Promise<Result>): Promise<{ result: Result; took: number }> {
  const before = process.threadCpuUsage();
  const result = await run();
  const { user, system } = process.threadCpuUsage(before); // only their sum is exact
  return { result, took: (user + system) / 1_000 };
}
