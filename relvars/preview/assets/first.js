// Runs before anything is painted: the theme and the language that were chosen here before, and the
// first questions to the server, so that the answers are on their way while the page is put together.
(() => {
  let theme = null, language = null;
  try {
    theme = localStorage.getItem("relvars.theme");
    language = localStorage.getItem("relvars.language");
  } catch {
    // A browser that keeps nothing gets what it prefers.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = theme ?? (dark ? "dark" : "light");
  document.documentElement.lang =
    language ?? (navigator.language.toLowerCase().startsWith("ru") ? "ru" : "en");

  const asked = new URLSearchParams(location.search);
  const body = { message: asked.get("message") || undefined, to: asked.get("to") ?? "", set: {}, roots: {} };
  const headers = {
    "Content-Type": "application/json",
    "X-Relvars-Token": document.querySelector('meta[name="relvars-token"]').content,
  };
  window.relvarsFirst = {
    project: fetch("/api/project"),
    render: fetch("/api/render", { method: "POST", headers, body: JSON.stringify(body) }),
  };
  // The frame of the message may be there before anybody listens to it.
  const frame = document.querySelector('meta[name="relvars-frame"]').content;
  window.addEventListener("message", (event) => {
    if (event.origin === frame && event.data?.kind === "ready") window.relvarsReady = true;
  }, { once: true });
  // Whoever takes one of them sees that it failed; nobody may take the other.
  for (const one of Object.values(window.relvarsFirst)) one.catch(() => null);
})();
