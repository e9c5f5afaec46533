// What the page knows and what was chosen on it; whoever shows a thing watches it.

const KEPT = ["theme", "language", "width", "mode", "left", "right", "pinned"];
const RELOADED = ["set", "roots", "json", "tab", "pane", "look", "compare", "order", "search", "file"];

export const state = {
  project: null, // the answer of /api/project
  trouble: null, // what keeps the page from showing anything new
  live: "connecting", // or "live", "polling"
  message: "", // the id of the message
  view: "", // its channel: email, text, sms, push, amp
  file: "", // the part in the template pane
  to: "", // the recipient
  database: "",
  order: "name",
  search: "",
  listed: 0, // grows whenever other people are listed: their names are known then
  pinned: [], // [{to, name}]
  answer: null, // the answer of /api/render
  set: {}, // path to value: what was edited
  roots: {}, // pasted json and apicontent
  json: null, // all values, pasted; they stand in for the others
  look: "message", // or "source"
  width: "full", // phone, tablet, desktop, full
  mode: "light", // dark, inverted
  images: false,
  compare: null, // {with: "db:id"} or {commit: "HEAD"}
  hover: null, // what the pointer is over: {file, ids, own}
  picked: null, // what was clicked
  tab: "template", // or "values"
  pane: "message", // which one a phone shows
  left: true,
  right: true,
  theme: document.documentElement.dataset.theme,
  language: document.documentElement.lang,
};

const watchers = [];

/** Calls `work` whenever one of the things named has changed, and once now. */
export function watch(names, work) {
  watchers.push([names, work]);
  work();
}

/** Changes what the page knows, and whatever shows it. */
export function change(patch) {
  const changed = Object.keys(patch).filter((name) => !Object.is(state[name], patch[name]));
  if (!changed.length) return;
  Object.assign(state, patch);
  for (const name of changed) if (KEPT.includes(name)) keep(name, state[name]);
  for (const [names, work] of watchers) if (names.some((name) => changed.includes(name))) work();
  if (changed.includes("message") || changed.includes("to") || changed.includes("view")) toAddress();
}

function keep(name, value) {
  try {
    localStorage.setItem(`relvars.${name}`, typeof value === "string" ? value : JSON.stringify(value));
  } catch {
    // Nothing is kept then; the page works all the same.
  }
}

recall();

/** What was chosen here before, and what the address says. */
function recall() {
  const patch = {};
  for (const name of KEPT) {
    const found = kept(name);
    if (found !== null) patch[name] = typeof state[name] === "string" ? found : parsed(found, state[name]);
  }
  const asked = new URLSearchParams(location.search);
  for (const name of ["message", "to", "view"]) if (asked.get(name)) patch[name] = asked.get(name);
  Object.assign(state, patch, reloaded(patch.message));
}

/** What was edited before the page was loaded again; another message begins afresh. */
function reloaded(message) {
  const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
  const found = again && parsed(kept("page", "sessionStorage") ?? "null", {});
  return found && found.message === message ? found.page : {};
}

window.addEventListener("pagehide", () => {
  const page = Object.fromEntries(RELOADED.map((name) => [name, state[name]]));
  try {
    sessionStorage.setItem("relvars.page", JSON.stringify({ message: state.message, page }));
  } catch {
    // Too much was pasted, or nothing may be kept.
  }
});

function kept(name, store = "localStorage") {
  try {
    return window[store].getItem(`relvars.${name}`);
  } catch {
    return null;
  }
}

function parsed(text, otherwise) {
  try {
    const found = JSON.parse(text);
    return Array.isArray(found) === Array.isArray(otherwise) && typeof found === typeof otherwise ? found : otherwise;
  } catch {
    return otherwise;
  }
}

function toAddress() {
  const query = new URLSearchParams();
  for (const name of ["message", "to", "view"]) if (state[name]) query.set(name, state[name]);
  history.replaceState(null, "", `?${query}`);
}
