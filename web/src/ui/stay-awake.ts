/** Keeps the screen on until what is returned is called, where the browser can. */
export function stayAwake(): () => void {
  let isOver = false;
  let lock: WakeLockSentinel | undefined;
  void navigator.wakeLock?.request("screen").then(
    (granted) => {
      lock = granted;
      if (isOver) void granted.release();
    },
    () => {}, // low battery, or a hidden page
  );
  return () => {
    isOver = true;
    void lock?.release();
  };
}
