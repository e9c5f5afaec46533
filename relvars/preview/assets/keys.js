// The keyboard: which key does what, from the page and from the frames in it. Letters count by
// where they are, so that they work in any layout.

import { change, state } from "./state.js";

/** What the list of keys shows. */
export const KEYS = [
  [["j", "k", "↓", "↑"], "keyPeople"], [["J", "K"], "keyMessages"], [["/"], "keySearch"],
  [["1", "…", "5"], "keyViews"], [["w"], "width"], [["d"], "look"], [["i"], "images"],
  [["s"], "source"], [["c"], "compare"], [["t"], "keyTemplate"], [["n", "p"], "keyTags"],
  [["e"], "keyEdit"], [["r"], "resetAll"], [["o"], "keyOrder"], [["x"], "keyPin"],
  [["["], "showLeft"], [["]"], "showRight"], [["g"], "theme"], [["l"], "language"],
  [["Esc"], "keyEscape"], [["?"], "help"],
];

let actions = {};

/** Starts listening; `given` has a function for each name of an action. */
export function keyboard(given) {
  actions = given;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && event.target.matches?.("input, textarea, select")) {
      event.target.blur();
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (alongTabs(event)) return;
    if (press(event)) event.preventDefault();
  });
}

/** Left and right go along a row of tabs, as they do everywhere. */
function alongTabs(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const row = by && event.target.closest?.("[role=tablist], .choice");
  if (!row) return false;
  const all = [...row.querySelectorAll("button:not(:disabled)")];
  const next = all[(all.indexOf(event.target) + by + all.length) % all.length];
  event.preventDefault();
  next.focus();
  next.click();
  return true;
}

/** Does what a key stands for that was pressed in a message; arrows scroll it. */
export function pressInMessage(data) {
  if (!/^Arrow/.test(data.key)) press(data);
}

function typing(target) {
  return target.matches?.("input, textarea, select, [contenteditable]") ?? false;
}

/** Does what a key stands for; gives whether it stands for something. */
export function press({ key, code, shiftKey }) {
  const name = action(key, code ?? "", shiftKey);
  if (!name) return false;
  const [what, ...given] = name;
  actions[what](...given);
  return true;
}

function action(key, code, shift) {
  if (key === "?" || (code === "Slash" && shift)) return ["help"];
  if (key === "/" || code === "Slash") return ["search"];
  if (/^Digit[1-5]$/.test(code) && !shift) return ["view", Number(code.at(-1)) - 1];
  if (key === "ArrowDown" && !atScroll()) return ["recipient", 1];
  if (key === "ArrowUp" && !atScroll()) return ["recipient", -1];
  if (shift) return { KeyJ: ["message", 1], KeyK: ["message", -1] }[code];
  return {
    KeyJ: ["recipient", 1], KeyK: ["recipient", -1], KeyN: ["tag", 1], KeyP: ["tag", -1],
    KeyW: ["width"], KeyD: ["mode"], KeyI: ["images"], KeyS: ["look"], KeyC: ["compare"], KeyT: ["template"],
    KeyE: ["edit"], KeyR: ["reset"], KeyO: ["order"], KeyX: ["pin"], BracketLeft: ["left"], BracketRight: ["right"],
    KeyG: ["theme"], KeyL: ["language"], Escape: ["escape"],
  }[code || key] ?? (key === "Escape" ? ["escape"] : null);
}

/** In a pane that scrolls, arrows scroll. */
function atScroll() {
  return document.activeElement?.matches?.(".code, .scroll, pre, [role=tab]") ?? false;
}

/** The one after the current one, round and round. */
export function turn(name, values) {
  change({ [name]: values[(values.indexOf(state[name]) + 1) % values.length] });
}
