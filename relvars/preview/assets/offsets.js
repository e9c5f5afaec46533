// The server counts characters, JavaScript counts halves of some of them: the one to the other.

const PAIRS = /[\uD800-\uDBFF][\uDC00-\uDFFF]/;

/** A function from the server's offsets in `text` to offsets in the string. */
export function units(text) {
  if (!PAIRS.test(text)) return (offset) => offset;
  const starts = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) starts.push(at);
  starts.push(text.length);
  return (offset) => starts[Math.min(offset, starts.length - 1)];
}

/** A part of /api/render with all its offsets in the units of JavaScript. */
export function inUnits(part) {
  const shown = part.good_template ?? part.template ?? "";
  const out = units(part.output ?? ""), inside = units(shown), written = units(part.template ?? "");
  const pair = (span, to = inside) => span && [to(span[0]), to(span[1])];
  return {
    ...part,
    shown,
    segments: (part.segments ?? []).map((one, id) => ({
      ...one, id, start: out(one.start), end: out(one.end), span: pair(one.span),
    })),
    branches: (part.branches ?? []).map((one) => ({
      ...one, span: pair(one.span), body: pair(one.body), head: pair(one.head),
    })),
    tags: (part.tags ?? []).map((one) => ({ ...one, span: pair(one.span) })),
    diagnostics: (part.diagnostics ?? []).map((one) => ({
      ...one, span: pair([one.start.offset, one.end.offset], written),
    })),
  };
}

/** The line of an offset, from 1. */
export function lineOf(text, offset) {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
