/** A browser's full screen without a screen. `end` is what the browser does by itself; `restore` leaves the real one. */
export function standInForFullScreen() {
  let shown: Element | null = null;
  const show = async (next: Element | null) => {
    shown = next;
    document.dispatchEvent(new Event("fullscreenchange"));
  };
  Object.defineProperty(document, "fullscreenElement", { get: () => shown, configurable: true });
  document.exitFullscreen = () => show(null);
  document.documentElement.requestFullscreen = () => show(document.documentElement);
  return {
    isFull: () => shown !== null,
    end: () => void show(null),
    restore() {
      for (const name of ["fullscreenElement", "exitFullscreen"]) Reflect.deleteProperty(document, name);
      Reflect.deleteProperty(document.documentElement, "requestFullscreen");
    },
  };
}
