// Lets a message believe in light or dark, whatever this computer prefers: the questions its own
// style sheets ask (`prefers-color-scheme`) are rewritten in this copy to one that is always true
// or always false. Nothing else of the message changes.

const ASKED = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi;
const YES = "(min-width: 0px)", NO = "(max-width: -1px)";

/** Rewrites the queries of a shown document; gives whether it has styles for dark at all. */
export function prefer(doc, scheme) {
  let asks = false;
  const answer = (text) =>
    text.replace(ASKED, (_, wanted) => {
      asks = asks || wanted.toLowerCase() === "dark";
      return wanted.toLowerCase() === scheme ? YES : NO;
    });
  for (const element of doc.querySelectorAll("style[media], source[media]")) {
    element.media = answer(element.media);
  }
  for (const sheet of doc.styleSheets) rewrite(sheet.cssRules, answer);
  return asks || speaksOfDark(doc);
}

function rewrite(rules, answer) {
  for (const rule of rules) {
    if (rule.media) {
      const text = answer(rule.media.mediaText);
      if (text !== rule.media.mediaText) rule.media.mediaText = text;
    }
    if (rule.cssRules) rewrite(rule.cssRules, answer);
  }
}

function speaksOfDark(doc) {
  const meta = doc.querySelector('meta[name="color-scheme" i], meta[name="supported-color-schemes" i]');
  if (/dark/i.test(meta?.content ?? "")) return true;
  return [...doc.querySelectorAll("style")].some((one) =>
    /color-scheme\s*:[^;}]{0,99}dark|light-dark\(/i.test(one.textContent),
  );
}
