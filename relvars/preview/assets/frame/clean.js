// Takes out of a parsed message what would do something. The sandbox and the policy of the frame
// forbid all of it anyway; out of the way, it does not fill the console either.

const ACTIVE =
  "script, iframe, frame, object, embed, applet, portal, base, link, meta[http-equiv], noscript";
const LOADED = ["src", "srcset", "poster", "background", "data", "imagesrcset", "lowsrc", "dynsrc"];
const URL_IN_CSS = /url\(\s*(["']?)\s*/gi;
const IMPORT = /@import[^;]*(;|$)/gi;

/**
 * The text of a message without what the browser would complain of while it is parsed. What this
 * overlooks is forbidden all the same.
 */
export function quieted(text) {
  return text
    .replace(/<(\/?)base\b/gi, "<$1x-base")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/([\s"'/])on(?=[a-z]+[\s]*=)/gi, "$1data-on"));
}

/** Cleans in place; gives how many remote things are left out. */
export function clean(doc, { images }) {
  for (const element of doc.querySelectorAll(ACTIVE)) element.remove();
  let left = 0;
  for (const element of doc.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (/^on/i.test(name) || name === "autofocus" || name === "ping") {
        element.removeAttribute(name);
      } else if (isLoaded(element, name) && !mayLoad(value, images)) {
        element.removeAttribute(name);
        left += isRemote(value) ? 1 : 0;
      } else if (name === "style") {
        left += cleanStyle(value, images, (text) => element.setAttribute("style", text));
      }
    }
  }
  for (const style of doc.querySelectorAll("style")) {
    left += cleanStyle(style.textContent, images, (text) => { style.textContent = text; });
  }
  return left;
}

function isLoaded(element, name) {
  if (LOADED.includes(name)) return true;
  return /^(xlink:)?href$/.test(name) && /^(image|use|feimage)$/i.test(element.localName);
}

function mayLoad(value, images) {
  const url = value.trim().toLowerCase();
  return url.startsWith("data:image/") || url.startsWith("#") || (images && isRemote(value));
}

function isRemote(value) {
  return /^\s*(https?:)?\/\//i.test(value);
}

function cleanStyle(text, images, set) {
  const without = text.replace(IMPORT, "");
  let count = 0;
  const safe = images ? without : without.replace(URL_IN_CSS, (found, quote, at) => {
    if (/^(data:|#)/i.test(without.slice(at + found.length, at + found.length + 5))) return found;
    count += 1;
    return `url(${quote}data:,`;
  });
  if (safe !== text) set(safe);
  return count;
}
