const SCRIPT = "/service-worker.js";

declare global {
  interface Window {
    trustedTypes?: {
      createPolicy: (name: string, rules: { createScriptURL: () => string }) => { createScriptURL: (address: string) => unknown };
    };
  }
}

/** How long after the page has loaded (ms) the offline page is fetched: what is on screen comes first. */
const AFTER = 4_000;

/** Caches what the offline page needs. Without a service worker only that is lost. */
export async function registerServiceWorker() {
  if (!("serviceWorker" in navigator)) return;
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  await new Promise((resolve) => setTimeout(resolve, AFTER));
  await navigator.serviceWorker.register(trusted(SCRIPT)).catch(() => undefined);
}

/** Under Trusted Types a script's address must come from a policy; ours lets through this one address. */
function trusted(address: typeof SCRIPT) {
  const policy = window.trustedTypes?.createPolicy("turnout", { createScriptURL: () => address });
  return (policy?.createScriptURL(address) ?? address) as string;
}
