import { getHeapStatistics } from "node:v8";

/** Share of the heap's limit beyond which a process is short of memory. */
export const SHORT_BEYOND = 0.85;

/** Whether a process should keep nothing that it can read again. */
export function isShortOfMemory(
  heap: Pick<ReturnType<typeof getHeapStatistics>, "used_heap_size" | "heap_size_limit"> = getHeapStatistics(),
): boolean {
  return heap.used_heap_size > SHORT_BEYOND * heap.heap_size_limit;
}
