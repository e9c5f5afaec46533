// Messages that are no mail: plain text, SMS as bubbles, push as cards.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { printed } from "./printed.js";
import { smsParts } from "./sms.js";

/** What a part looks like in its channel; `changed` are stretches that differ. */
export function channel(part, changed = null) {
  if (!part.output) return h("p", { class: "empty" }, t("empty"));
  if (part.kind === "sms") return sms(part, changed);
  if (part.kind === "push") return push(part, changed);
  return h("pre", { class: "plain" }, printed(part, 0, part.output.length, changed));
}

function sms(part, changed) {
  const stretches = smsParts(part.output, part.facts);
  const count = stretches.length;
  return h("div", { class: "phone-screen" },
    stretches.slice(0, 40).map(([start, end], at) =>
      h("div", { class: "bubble" }, printed(part, start, end, changed),
        count > 1 ? h("span", { class: "bubble-number" }, `${at + 1}/${count}`) : null)),
    count > 40 ? h("p", { class: "quiet" }, "…") : null,
    h("p", { class: "facts" }, smsFacts(part)));
}

function smsFacts({ facts }) {
  const last = facts.parts > 1 ? facts.units - (facts.parts - 1) * facts.per_part : facts.units;
  return [t("parts", { n: facts.parts }), facts.encoding, t("characters", { n: facts.length }),
    t("units", { used: Math.max(last, 0), room: facts.per_part })].join(" · ");
}

function push(part, changed) {
  const { output } = part;
  const first = output.indexOf("\n") < 0 ? output.length : output.indexOf("\n");
  const body = output.slice(first).search(/\S/) < 0 ? output.length : first + output.slice(first).search(/\S/);
  const end = Math.max(body, output.trimEnd().length);
  const card = (device, state, icons) => h("figure", { class: "push-figure" },
    h("figcaption", {}, t(device), h("span", {}, t(state))),
    h("div", { class: `push ${device} ${state}` },
      h("div", { class: "push-app" }, h("span", { class: "push-icon" }, icon("push")), h("span", {}, t("app")), h("span", { class: "push-time" }, t("now"))),
      h("div", { class: "push-title" }, cut(part, 0, first, part.facts[device]?.title, changed)),
      icons ? null : h("div", { class: "push-body" }, cut(part, body, end, part.facts[device]?.body, changed))));
  return h("div", { class: "pushes" },
    card("android", "collapsed"), card("android", "expanded"), card("ios", "lockScreen"),
    h("p", { class: "facts" }, t("cut")));
}

/** A stretch, no longer than what a device shows of it. */
function cut(part, start, end, shown, changed) {
  const short = typeof shown === "string" && shown.endsWith("…") && [...shown].length < end - start;
  const last = short ? Math.min(end, start + shown.length - 1) : end;
  return [printed(part, start, last, changed), short ? "…" : null];
}
