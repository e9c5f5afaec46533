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
  const found = await post("render", { ...wanted(), ...more }, signal);
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
