/** For libraries that still bring their own for React before 18. */
export { useSyncExternalStore } from "react";
