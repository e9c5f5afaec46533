// The channels of a message: which of its parts are shown together, and under which name.

export const VIEWS = ["email", "text", "sms", "push", "amp"];
const MAIN = { email: "html", text: "text", sms: "sms", push: "push", amp: "amp" };

/** The channels that a message has, in order. */
export function viewsOf(message) {
  const kinds = new Set((message?.parts ?? []).map((one) => one.kind));
  const found = VIEWS.filter((view) => kinds.has(MAIN[view]));
  return found.length || !kinds.has("subject") ? found : ["email"];
}

/** The parts of a channel, the main one first; mails have a subject. */
export function partsOf(parts, view) {
  const main = parts.filter((one) => one.kind === MAIN[view]);
  const subject = parts.filter((one) => one.kind === "subject");
  return ["email", "text", "amp"].includes(view) ? [...main, ...subject] : main;
}

/** The part of a channel that has the message itself; null where there is only a subject. */
export function mainPart(parts, view) {
  return parts.find((one) => one.kind === MAIN[view]) ?? null;
}

export function subjectPart(parts) {
  return parts.find((one) => one.kind === "subject") ?? null;
}

/** The last name of a path. */
export function fileName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
