/** What the event page has once the event has begun or is over: in a chunk of its own, with its words. */
export { HostAfter } from "./event-page/host-after.tsx";
export { PhotoSection } from "../photos/photo-section.tsx";
