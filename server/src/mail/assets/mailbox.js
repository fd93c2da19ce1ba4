// New mail shows up by itself: the list is loaded anew when there is something newer than what it shows.

const frame = document.querySelector("iframe");

async function look() {
  if (document.visibilityState === "hidden") return;
  const { id } = await fetch("/mailbox/latest").then((reply) => reply.json());
  if (id === null || id === document.body.dataset.latest) return;
  const fresh = new DOMParser().parseFromString(await fetch(location.pathname).then((reply) => reply.text()), "text/html");
  document.querySelector("nav").replaceWith(fresh.querySelector("nav"));
  document.body.dataset.latest = id;
}

setInterval(() => look().catch(() => {}), 1000);
for (const time of document.querySelectorAll("time")) time.textContent = new Date(time.dateTime).toLocaleTimeString([], { timeStyle: "short" });
if (frame) frame.height = String(Math.max(700, innerHeight - 260));
