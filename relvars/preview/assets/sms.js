// Where a long SMS is cut into parts: 160 or 153 characters of GSM-7, 70 or 67 units of UCS-2.

const EXTENDED = new Set("^{}\\[~]|€\f");

/** Stretches [start, end) of the text, one for each part. */
export function smsParts(text, facts) {
  const narrow = facts.encoding === "GSM-7";
  const room = facts.parts > 1 ? (narrow ? 153 : 67) : Infinity;
  const found = [];
  let start = 0, used = 0;
  for (let at = 0; at < text.length; ) {
    const length = text.codePointAt(at) > 0xffff ? 2 : 1;
    const cost = narrow ? (EXTENDED.has(text[at]) ? 2 : 1) : length;
    if (used + cost > room) {
      found.push([start, at]);
      start = at;
      used = 0;
    }
    used += cost;
    at += length;
  }
  found.push([start, text.length]);
  return found;
}
