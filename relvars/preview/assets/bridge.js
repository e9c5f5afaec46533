// A frame of the other origin, in which a message is shown; what goes there and what comes back.

import { h } from "./dom.js";

const ORIGIN = document.querySelector('meta[name="relvars-frame"]').content;

let early = document.getElementById("early"); // the page comes with a frame, already on its way
if (early && !early.parentNode.moveBefore) {
  early.remove();
  early = null;
}
let moving = null; // that frame, and what stands where it belongs

/** Moves the frame that the page came with to its place, once that is in the page. */
export function settle() {
  if (!moving) return;
  const { frame, place } = moving;
  place.parentNode.moveBefore(frame, place); // any other way of moving would load it again
  place.remove();
  frame.hidden = false;
  moving = null;
}

/** {element, show, look, light}; `heard` gets everything that the frame tells. */
export function messageFrame(title, heard) {
  const frame = early ?? h("iframe", { class: "frame", title, sandbox: "allow-scripts allow-same-origin", src: `${ORIGIN}/frame` });
  const element = frame === early ? standIn(title) : frame;
  let ready = frame === early && window.relvarsReady === true, images = false, looked = {}, last = null, lights = null;
  const tell = (data) => ready && frame.contentWindow?.postMessage(data, ORIGIN);
  const all = () => {
    tell({ kind: "look", ...looked });
    if (last) tell(last);
    if (lights) tell(lights);
  };
  const listen = (event) => {
    if (event.origin !== ORIGIN || event.source !== frame.contentWindow) return;
    if (event.data?.kind === "ready") {
      ready = true;
      all();
    } else heard(event.data ?? {});
  };
  window.addEventListener("message", listen);
  early = null;
  return {
    element,
    show: (data) => tell((last = { kind: "show", ...data })),
    light: (data) => tell((lights = { kind: "light", ...data })),
    look: (data) => {
      looked = { ...looked, ...data };
      if (Boolean(data.images) !== images) reload(Boolean(data.images));
      else tell({ kind: "look", ...looked });
    },
    end: () => window.removeEventListener("message", listen),
  };

  // The policy of a document cannot be loosened, so images come with another one.
  function reload(wanted) {
    images = wanted;
    ready = false;
    frame.src = `${ORIGIN}/frame${wanted ? "?images=1" : ""}`;
  }
}

function standIn(title) {
  early.title = title;
  moving = { frame: early, place: h("span", { hidden: true }) };
  return moving.place;
}

/** What a frame needs to know of a part: its text, and where values were printed. */
export function toShow(part, number) {
  const marks = part.segments.filter((one) => one.path && one.end > one.start).map((one) => [one.start, one.end, one.id]);
  return { output: part.output, marks, number };
}
