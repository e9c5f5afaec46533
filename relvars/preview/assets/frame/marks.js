// Finds again, in the parsed message, where each printed value went.
//
// A start and an end mark, made of characters that no text may have, are put around each value in
// the text of the message; the parser carries them wherever the value goes, be it text, an
// attribute or a style sheet; then they are taken out and their places kept. This happens in a
// document that is never shown.

const START = "\uFDD0", STOP = "\uFDD1", END = "\uFDD2";
const ANY = /[\uFDD0-\uFDD2]/;
const MARK = /([\uFDD0\uFDD2])(\d+)\uFDD1/g;
const TEXTS = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_CDATA_SECTION;

/** The message's text with marks; `marks` are [start, end, id], sorted, none within another. */
export function marked(output, marks) {
  const text = output.replace(/[\uFDD0-\uFDD2]/g, "\uFFFD");
  const quiet = headOf(text);
  const pieces = [];
  let done = 0;
  for (const [start, end, id] of marks) {
    if (start < done || !mayStand(text, start, quiet) || !mayStand(text, end, quiet)) continue;
    pieces.push(text.slice(done, start), START, id, STOP, text.slice(start, end), END, id, STOP);
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces.join("");
}

/** Where the head ends: text of ours there would make the parser begin the body too early. */
function headOf(text) {
  const body = /<body[\s>]/i.exec(text);
  return { doctype: doctypeOf(text).end, body: body ? body.index : 0 };
}

/** Where the doctype ends, 0 where there is none, and whether it is that of HTML. */
export function doctypeOf(text) {
  // Comment by comment: as one expression it would try every way to divide them.
  const comment = /\s*<!--[\s\S]*?-->/y, doctype = /\s*<!doctype(\s+html)?[^>]*>/iy;
  while (comment.test(text)) doctype.lastIndex = comment.lastIndex;
  const found = doctype.exec(text);
  return { end: found ? doctype.lastIndex : 0, html: Boolean(found?.[1]) };
}

function mayStand(text, at, quiet) {
  if (at < quiet.doctype) return false;
  const before = text.slice(Math.max(0, at - 48), at);
  if (/<\/?[a-zA-Z][^\s>/]*$|<[/!?]?$|-$|&[#\w]*$/.test(before)) return false;
  return at >= quiet.body || inTextOfHead(text.slice(0, at));
}

function inTextOfHead(before) {
  if (before.lastIndexOf("<") > before.lastIndexOf(">")) return true;
  const opened = /<(title|style)\b[^>]*>(?:(?!<\/\1)[\s\S])*$/i;
  return opened.test(before.slice(-20000));
}

/**
 * Takes the marks out of a document. Gives `texts`, a list of {id, from: {node, offset}, to: …} in
 * the order of the document, and `elements`, a Map from element to the ids in its attributes.
 */
export function collect(doc) {
  const found = { texts: [], elements: new Map() };
  for (const element of doc.querySelectorAll("*")) fromAttributes(element, found.elements);
  const open = new Map();
  const used = new Set();
  const walker = doc.createTreeWalker(doc, TEXTS);
  const empty = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (ANY.test(node.data)) fromText(node, open, found.texts, used);
    if (!node.data) empty.push(node);
  }
  for (const node of empty) if (!used.has(node)) node.remove();
  return found;
}

function fromText(node, open, texts, used) {
  const text = node.data;
  const kept = [];
  let done = 0, length = 0;
  for (const mark of text.matchAll(MARK)) {
    const piece = text.slice(done, mark.index);
    kept.push(piece);
    length += piece.length;
    done = mark.index + mark[0].length;
    const id = Number(mark[2]);
    if (mark[1] === START) open.set(id, { node, offset: length });
    else if (open.has(id)) {
      texts.push({ id, from: open.get(id), to: { node, offset: length } });
      used.add(node).add(open.get(id).node);
      open.delete(id);
    }
  }
  node.data = kept.join("") + text.slice(done);
}

function fromAttributes(element, elements) {
  for (const { name, value } of [...element.attributes]) {
    if (!ANY.test(name) && !ANY.test(value)) continue;
    const ids = [...`${name} ${value}`.matchAll(MARK)].map((mark) => Number(mark[2]));
    elements.set(element, [...new Set([...(elements.get(element) ?? []), ...ids])]);
    const clean = name.replace(MARK, "");
    if (clean !== name) element.removeAttribute(name);
    if (clean && (clean === name || !element.hasAttribute(clean))) {
      trySet(element, clean, value.replace(MARK, ""));
    }
  }
}

function trySet(element, name, value) {
  try {
    element.setAttribute(name, value);
  } catch {
    // The parser takes names that the DOM does not; such an attribute does nothing.
  }
}
