/** Keeps the screen on until what is returned is called, where the browser can. Hiding the page ends that, and showing it again begins it anew. */
export function stayAwake(): () => void {
  let isOver = false;
  let isAsking = false;
  let lock: WakeLockSentinel | undefined;

  async function hold() {
    if (document.hidden || isAsking || lock?.released === false) return;
    isAsking = true;
    // Refused: the battery is low, or the page was hidden meanwhile.
    lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
    isAsking = false;
    if (isOver) void lock?.release();
  }
  const look = () => void hold();

  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", look);
    void lock?.release();
  };
}
