// What lies under the pointer: a printed value, or text of the template's own.

/** {id, attributes, text, offset, before, after} for a point of the document; ids or null. */
export function hit(doc, found, x, y) {
  const caret = caretAt(doc, x, y);
  const element = doc.elementFromPoint(x, y);
  const attributes = attributesAt(element, found.elements);
  const node = caret?.node;
  if (!node || node.nodeType !== 3 || !isOver(doc, node, x, y)) {
    return { id: null, attributes, text: null };
  }
  const at = placeOf(found.texts, node, caret.offset);
  if (at.id !== null) return { ...at, attributes, text: null };
  return { ...at, attributes, text: node.data, offset: caret.offset };
}

function caretAt(doc, x, y) {
  if (doc.caretPositionFromPoint) {
    const found = doc.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const range = doc.caretRangeFromPoint?.(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** The nearest text is given for points beside it too; those are no hits. */
function isOver(doc, node, x, y) {
  const range = doc.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].some(
    (box) => x >= box.left - 2 && x <= box.right + 2 && y >= box.top - 2 && y <= box.bottom + 2,
  );
}

function attributesAt(element, elements) {
  for (let one = element; one; one = one.parentElement) {
    if (elements.has(one)) return elements.get(one);
  }
  return [];
}

function placeOf(texts, node, offset) {
  let before = null, after = null;
  for (const one of texts) {
    const started = compare(one.from, node, offset) <= 0;
    const ended = compare(one.to, node, offset) < 0;
    if (started && !ended) return { id: one.id, before, after };
    if (ended) before = one.id;
    if (!started) return { id: null, before, after: one.id };
  }
  return { id: null, before, after };
}

function compare(place, node, offset) {
  if (place.node === node) return place.offset - offset;
  return place.node.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

/** Ranges of a value in the shown document, one for each time it stands there as text. */
export function rangesOf(doc, found, ids) {
  return found.texts
    .filter((one) => ids.has(one.id))
    .map(({ from, to }) => {
      const range = doc.createRange();
      range.setStart(from.node, from.offset);
      range.setEnd(to.node, to.offset);
      return range;
    });
}
