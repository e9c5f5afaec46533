// Talks to the server: JSON both ways, the token of this run on what it is asked to do.

import { inUnits } from "./offsets.js";
import { state } from "./state.js";

const TOKEN = document.querySelector('meta[name="relvars-token"]').content;

/** The answer to a request. Throws an Error whose message is a sentence for people. */
async function answer(response) {
  const found = await response.json().catch(() => ({ error: `${response.status} ${response.statusText}` }));
  if (!response.ok || found.error) throw new Error(found.error ?? String(response.status));
  return found;
}

/** The answer to what first.js asked before there was a page; null where it is none, or taken. */
async function early(name) {
  const asked = window.relvarsFirst?.[name];
  if (!asked) return null;
  delete window.relvarsFirst[name];
  return asked.then(answer).catch(() => null);
}

/** The project as it was when the page was opened; null after the first time. */
export function firstProject() {
  return early("project");
}

/** The message as it was when the page was opened; null after the first time, or for another. */
export async function firstMessage() {
  const found = await early("render");
  const edited = Object.keys({ ...state.set, ...state.roots }).length > 0 || state.json !== null;
  const same = found && found.message === state.message && (!state.to || found.to === state.to);
  return same && !edited ? inParts(found) : null;
}

export async function get(name, query = {}) {
  const wanted = Object.entries(query).filter(([, value]) => value !== "" && value !== null);
  return answer(await fetch(`/api/${name}?${new URLSearchParams(wanted)}`));
}

export async function post(name, body, signal) {
  const headers = { "Content-Type": "application/json", "X-Relvars-Token": TOKEN };
  return answer(await fetch(`/api/${name}`, { method: "POST", headers, body: JSON.stringify(body), signal }));
}

/** What is on the page, as a request says it. */
export function wanted() {
  const body = { message: state.message, to: state.to, set: state.set, roots: state.roots };
  return state.json === null ? body : { ...body, as_json: state.json };
}

export async function render(signal, more = {}) {
  return inParts(await post("render", { ...wanted(), ...more }, signal));
}

function inParts(found) {
  return { ...found, parts: found.parts.map(inUnits) };
}

export async function compared(part, against) {
  const found = await post("compare", { ...wanted(), part, ...against });
  return { ...found, left: inUnits(found.left), right: inUnits(found.right), raw: found };
}

/** The address of the bare message or an export, with what was edited; texts and JSON alike. */
export function address(path) {
  const query = new URLSearchParams(state.to ? { to: state.to } : {});
  for (const [name, value] of Object.entries(state.set)) {
    query.set(`set.${name}`, typeof value === "string" ? value : JSON.stringify(value));
  }
  return `/${path.split("/").map(encodeURIComponent).join("/")}?${query}`;
}
