const SCRIPT = "/service-worker.js";

declare global {
  interface Window {
    trustedTypes?: {
      createPolicy: (name: string, rules: { createScriptURL: () => string }) => { createScriptURL: (address: string) => unknown };
    };
  }
}

/** Keeps the app's own files for a fast start and for the offline page. Browsers that refuse lose only that. */
export async function registerServiceWorker() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(trusted(SCRIPT)).catch(() => undefined);
}

/** Under Trusted Types a script's address must come from a policy; ours lets through this one address. */
function trusted(address: typeof SCRIPT) {
  const policy = window.trustedTypes?.createPolicy("turnout", { createScriptURL: () => address });
  return (policy?.createScriptURL(address) ?? address) as string;
}
