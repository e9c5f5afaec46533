// Makes elements. Text goes in as text only, so whatever a profile holds stays text.

/** An element; a property that is a function listens, `data` are data attributes, null is left out. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) set(element, key, value);
  element.append(...children.flat(9).filter((one) => one !== null && one !== undefined && one !== false));
  return element;
}

function set(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") element.addEventListener(key, value);
  else if (key === "class") element.className = value;
  else if (key === "data") Object.assign(element.dataset, value);
  else if (key === "value") element.value = value;
  else element.setAttribute(key, value === true ? "" : String(value));
}

/** Replaces what is in an element; what had the focus has it again, if it is still there. */
export function fill(element, ...children) {
  const place = focused(element);
  element.replaceChildren(...children.flat(9).filter((one) => one !== null && one !== undefined && one !== false));
  if (place) [...element.querySelectorAll("button, input, select, textarea, a")].find((one) => named(one) === place)?.focus({ preventScroll: true });
  return element;
}

function focused(element) {
  const one = document.activeElement;
  return one && one !== element && element.contains(one) ? named(one) : "";
}

function named(one) {
  return one.getAttribute("aria-label") ?? one.textContent;
}

/** A button with a label that is read out, and the key that does the same. */
export function button(label, onclick, properties = {}, ...children) {
  const { key, ...rest } = properties;
  const title = key ? `${label} (${key})` : label;
  return h("button", { type: "button", title, "aria-label": label, click: onclick, ...rest }, children);
}

/** A row of buttons of which one is pressed; `choices` are [value, label, key, content, properties]. */
export function choice(label, choices, current, onchoose) {
  return h("div", { class: "choice", role: "group", "aria-label": label },
    choices.map(([value, name, key, content, more]) =>
      button(name, () => onchoose(value), { key, "aria-pressed": String(value === current),
        data: { value }, ...more }, content ?? name)));
}

/** Text that may be enormous, made short enough to look at. */
export function clip(text, most = 400) {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length.toLocaleString()})`;
}

/** A name with dots, which may be broken after each of them. */
export function dotted(text) {
  return text.split(/(?<=\.)/).flatMap((one) => [one, h("wbr")]);
}

/** Runs `work` once things have been quiet for a while. */
export function later(delay, work) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), delay);
  };
}
