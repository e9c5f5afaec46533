// Hears of changes over server-sent events; where that fails, asks every two seconds.

import { get } from "./api.js";
import { refresh, remark, reproject } from "./refresh.js";
import { change, state } from "./state.js";
import { inUnits } from "./offsets.js";

let source = null;
let polling = 0;
let revision = null;
const others = new Set();

/** Calls `work` with the name and the data of each event. */
export function onEvent(work) {
  others.add(work);
}

export function listen() {
  source?.close();
  source = new EventSource("/events");
  source.addEventListener("open", () => {
    clearInterval(polling);
    polling = 0;
    change({ live: "live" });
  });
  source.addEventListener("error", () => {
    change({ live: polling ? "polling" : "offline" });
    if (!polling) polling = setInterval(poll, 2000);
  });
  for (const name of ["hello", "change", "marks", "worst"]) {
    source.addEventListener(name, (event) => heard(name, JSON.parse(event.data)));
  }
}

// A browser holds six connections to one address, and listening takes one of them for good. So a
// page that nobody sees lets go as soon as another is opened, and listens again once it is seen.
const opened = new BroadcastChannel("relvars.opened");
opened.addEventListener("message", () => {
  if (document.hidden) source?.close();
});
opened.postMessage("");
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && source?.readyState === EventSource.CLOSED) listen();
});

function heard(name, data) {
  if (name === "hello") hello(data);
  if (name === "change") changed(data);
  if (name === "marks") marks(data);
  for (const work of others) work(name, data);
}

/** After a gap anything may have changed, so everything is got again. */
function hello(data) {
  const known = revision ?? state.project?.revision ?? data.revision;
  if (data.revision !== known) everything();
  // What was found before this page listened is told to nobody again.
  else if (state.project?.messages.some((one) => !one.checked)) reproject();
  if (state.project?.run && data.run && data.run !== state.project.run) location.reload();
  revision = data.revision;
}

async function changed(data) {
  revision = data.revision;
  const shown = state.message;
  const listed = data.project || data.messages.some((id) => !state.project?.messages.some((one) => one.id === id));
  if (listed) await reproject();
  if (state.message !== shown) return; // it is gone, and another one asked for
  if (data.messages.includes(shown) || data.data || data.project) refresh();
}

async function marks(data) {
  remark(data.messages);
  if (!data.messages.some((one) => one.id === state.message)) return;
  const asked = state.message;
  const found = await get("diagnostics", { message: asked }).catch(() => null);
  const { answer } = state;
  if (!found || !answer || state.message !== asked) return;
  const parts = answer.parts.map((part) => {
    const mine = found.parts.find((one) => one.path === part.path);
    const { template, diagnostics } = mine ? { ...part, ...mine } : part;
    return mine ? { ...part, diagnostics: inUnits({ template, diagnostics }).diagnostics } : part;
  });
  change({ answer: { ...answer, parts } });
}

async function poll() {
  try {
    const project = await get("project");
    change({ live: "polling" });
    if (project.revision !== revision) {
      revision = project.revision;
      everything();
    }
    if (source.readyState === EventSource.CLOSED) listen();
  } catch {
    change({ live: "offline" });
  }
}

async function everything() {
  const shown = state.message;
  await reproject();
  if (state.message === shown) refresh();
  for (const work of others) work("change", { messages: [], project: true, data: true });
}
