// Shows a message in a frame that may run nothing, and tells the page what the pointer is over.
//
// This document is the only one of its origin that runs script, and the only one that hears from
// the page. The message lies in a frame within, without `allow-scripts`; it is replaced in place,
// so that it keeps its scroll position.

import { clean, quieted } from "./clean.js";
import { prefer } from "./dark.js";
import { hit, rangesOf } from "./hit.js";
import { collect, doctypeOf, marked } from "./marks.js";

const APP = document.querySelector('meta[name="relvars-app"]').content;
// The server gives this document a policy with remote images only when it is asked for.
const IMAGES = new URLSearchParams(location.search).get("images") === "1";
const STYLE = `
::highlight(relvars-hover) { background-color: rgb(255 196 0 / .45); color: #111 }
::highlight(relvars-picked) { background-color: rgb(255 168 0 / .75); color: #111 }
::highlight(relvars-changed) { background-color: rgb(255 214 102 / .85); color: #111 }
[data-relvars-lit] { outline: 2px solid #e08a00 !important; outline-offset: 1px }`;
const NO_QUIRKS = "<!DOCTYPE html>";
const QUIRKS = '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">';

const paper = document.createElement("div");
paper.className = "paper";
paper.dataset.hidden = "true";
document.body.append(paper);

let inner = null; // the frame of the message
let kind = ""; // the doctype that the frame was made for
let shown = { texts: [], elements: new Map() };
let message = null; // the last one to show
let look = { width: 0, mode: "light", theme: "light", dim: false, title: "Message" };

window.addEventListener("message", (event) => {
  if (event.origin !== APP || event.source !== window.parent) return;
  const data = event.data;
  if (data.kind === "show") show(data);
  if (data.kind === "look") relook(data);
  if (data.kind === "light") light(data);
});
window.addEventListener("resize", fit);
tell({ kind: "ready" });

function tell(data) {
  window.parent.postMessage(data, APP);
}

async function show(data) {
  message = data;
  const doc = new DOMParser().parseFromString(quieted(marked(data.output, data.marks)), "text/html");
  const found = collect(doc);
  const left = clean(doc, { images: IMAGES });
  await frameFor(doctypeOf(data.output).html ? NO_QUIRKS : QUIRKS);
  if (message !== data) return;
  place(doc, found);
  paper.dataset.hidden = "false";
  const dark = prefer(inner.contentDocument, look.mode === "dark" ? "dark" : "light");
  tell({ kind: "shown", number: data.number, dark, left, preheader: preheader() });
}

/** A frame for the message, made anew only when what cannot be changed later has changed. */
async function frameFor(doctype) {
  if (inner && kind === doctype) return;
  kind = doctype;
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; " +
    `img-src data:${IMAGES ? " http: https:" : ""}`;
  const next = document.createElement("iframe");
  next.setAttribute("sandbox", "allow-same-origin");
  next.setAttribute("referrerpolicy", "no-referrer");
  next.title = look.title;
  next.srcdoc = `${doctype}<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const loaded = new Promise((resolve) => next.addEventListener("load", resolve, { once: true }));
  inner = next;
  paper.replaceChildren(next);
  fit();
  await loaded;
  if (inner === next) listen(next.contentDocument);
}

function place(doc, found) {
  const target = inner.contentDocument;
  const view = inner.contentWindow;
  const { scrollX, scrollY } = view;
  const root = target.adoptNode(doc.documentElement);
  target.replaceChild(root, target.documentElement);
  if (!target.adoptedStyleSheets.length) {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(STYLE);
    target.adoptedStyleSheets = [sheet];
  }
  shown = found;
  view.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  if (message.changed) paint("relvars-changed", new Set(message.marks.map((one) => one[2])));
}

function listen(target) {
  const stop = (event) => event.preventDefault();
  let waiting = false;
  target.addEventListener("mousemove", (event) => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      tell({ kind: "hover", ...hit(target, shown, event.clientX, event.clientY) });
    });
  });
  target.addEventListener("mouseleave", () => tell({ kind: "hover", id: null, attributes: [], text: null }));
  target.addEventListener("click", (event) => {
    event.preventDefault();
    tell({ kind: "pick", ...hit(target, shown, event.clientX, event.clientY) });
  }, true);
  for (const name of ["auxclick", "submit", "dragstart", "drop", "contextmenu"]) {
    if (name !== "contextmenu") target.addEventListener(name, stop, true);
  }
  target.addEventListener("keydown", (event) => {
    const { key, code, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (!ctrlKey && !metaKey && !altKey) tell({ kind: "key", key, code, shiftKey });
  }, true);
}

function relook(data) {
  const before = look;
  look = { ...look, ...data };
  document.documentElement.dataset.theme = look.theme;
  paper.dataset.mode = look.mode;
  paper.dataset.dim = String(look.dim);
  if (inner) inner.title = look.title;
  fit();
  if (message && before.mode !== look.mode) show(message);
}

/** The paper has the width that was asked for, made smaller where the window is narrower. */
function fit() {
  const room = { width: window.innerWidth, height: window.innerHeight };
  const width = look.width || room.width;
  const scale = Math.min(1, room.width / width);
  paper.style.width = `${width}px`;
  paper.style.height = `${room.height / scale}px`;
  paper.style.transform = scale < 1 ? `scale(${scale})` : "";
  paper.style.marginLeft = paper.style.marginRight = scale < 1 ? `${(room.width - width) / 2}px` : "";
  tell({ kind: "scale", scale });
}

function light({ hover = [], picked = [], scroll = false }) {
  if (!inner?.contentDocument) return;
  paint("relvars-hover", new Set(hover));
  paint("relvars-picked", new Set(picked));
  const lit = new Set([...hover, ...picked]);
  for (const [element, ids] of shown.elements) {
    element.toggleAttribute("data-relvars-lit", ids.some((id) => lit.has(id)));
  }
  if (scroll && picked.length) scrollTo(new Set([picked[0]]));
}

function paint(name, ids) {
  const view = inner.contentWindow;
  if (!view.CSS?.highlights) return;
  view.CSS.highlights.delete(name);
  const ranges = rangesOf(inner.contentDocument, shown, ids);
  if (ranges.length) view.CSS.highlights.set(name, new view.Highlight(...ranges));
}

function scrollTo(ids) {
  const [range] = rangesOf(inner.contentDocument, shown, ids);
  const element = [...shown.elements].find(([, all]) => all.some((id) => ids.has(id)))?.[0];
  const box = (range ?? element)?.getBoundingClientRect();
  const view = inner.contentWindow;
  if (box && (box.top < 0 || box.bottom > view.innerHeight)) {
    view.scrollBy({ top: box.top - view.innerHeight / 3, behavior: "instant" });
  }
}

/** The first words of the body, hidden ones too: what a list of mails shows after the subject. */
function preheader() {
  const body = inner.contentDocument.body;
  if (!body) return "";
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  let text = "";
  while (text.length < 160 && walker.nextNode()) {
    if (!/^(style|title)$/i.test(walker.currentNode.parentElement.localName)) {
      text = `${text} ${walker.currentNode.data}`.replace(/\s+/g, " ").trimStart();
    }
  }
  return text.slice(0, 160).trim();
}
