// A frame of the other origin, in which a message is shown; what goes there and what comes back.

import { h } from "./dom.js";

const ORIGIN = document.querySelector('meta[name="relvars-frame"]').content;

/** {element, show, look, light}; `heard` gets everything that the frame tells. */
export function messageFrame(title, heard) {
  const element = h("iframe", { class: "frame", title, sandbox: "allow-scripts allow-same-origin", src: `${ORIGIN}/frame` });
  let ready = false, images = false, looked = {}, last = null, lights = null;
  const tell = (data) => ready && element.contentWindow?.postMessage(data, ORIGIN);
  const all = () => {
    tell({ kind: "look", ...looked });
    if (last) tell(last);
    if (lights) tell(lights);
  };
  const listen = (event) => {
    if (event.origin !== ORIGIN || event.source !== element.contentWindow) return;
    if (event.data?.kind === "ready") {
      ready = true;
      all();
    } else heard(event.data ?? {});
  };
  window.addEventListener("message", listen);
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
    element.src = `${ORIGIN}/frame${wanted ? "?images=1" : ""}`;
  }
}

/** What a frame needs to know of a part: its text, and where values were printed. */
export function toShow(part, number) {
  const marks = part.segments.filter((one) => one.path && one.end > one.start).map((one) => [one.start, one.end, one.id]);
  return { output: part.output, marks, number };
}
