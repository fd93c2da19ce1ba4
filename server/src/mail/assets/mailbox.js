// New mail shows up by itself: the list is loaded anew when there is something newer than what it shows.
const LOOK_EVERY = 1_000;

async function look() {
  if (document.visibilityState === "hidden") return;
  const { id } = await fetch("/mailbox/latest").then((reply) => reply.json());
  if (id === null || id === document.body.dataset.latest) return;
  const fresh = new DOMParser().parseFromString(
    await fetch(location.pathname + location.search).then((reply) => reply.text()),
    "text/html",
  );
  const scrolled = document.querySelector("nav").scrollTop;
  document.querySelector("nav").replaceWith(fresh.querySelector("nav"));
  document.querySelector("nav").scrollTop = scrolled;
  if (document.body.classList.contains("empty")) {
    document.body.className = fresh.body.className;
    document.querySelector(".pane").replaceWith(fresh.querySelector(".pane"));
  }
  document.body.dataset.latest = id;
  tellTimes();
}

/** The time of day for today's mails, the date for older ones. */
function tellTimes() {
  const today = new Date().toDateString();
  for (const time of document.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const options = at.toDateString() === today ? { timeStyle: "short" } : { day: "numeric", month: "short" };
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, options).format(at);
    time.title = at.toLocaleString(document.documentElement.lang);
  }
}

/** A mail is as long as it is: it scrolls with the page, not inside of it. */
function fitFrame(frame) {
  const fit = () => {
    const page = frame.contentDocument?.documentElement;
    if (!page?.querySelector("body > table")) return;
    frame.style.height = "0"; // or a shorter mail could not shrink it
    frame.style.height = `${page.scrollHeight + 2}px`;
  };
  frame.addEventListener("load", fit);
  addEventListener("resize", fit);
  fit();
}

tellTimes();
for (const frame of document.querySelectorAll("iframe")) fitFrame(frame);
setInterval(() => void look().catch(() => {}), LOOK_EVERY);
