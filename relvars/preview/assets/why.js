// The card that answers "why": the tag, the path, the value, its source, the assumption used.

import { button, clip, dotted, fill, h } from "./dom.js";
import { editField, originOf } from "./form.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { lineOf } from "./offsets.js";
import { change, state, watch } from "./state.js";

export function why() {
  const body = h("div", { class: "why-body", "aria-live": "polite" });
  watch(["hover", "picked", "answer"], () => {
    const one = state.hover ?? state.picked;
    const part = state.answer?.parts.find((other) => other.path === one?.file);
    fill(body, part && one ? card(part, one) : h("p", { class: "quiet" }, t("whyHelp")));
  });
  // On a phone the card lies over the message while something is picked.
  watch(["picked"], () => document.body.classList.toggle("is-picked", Boolean(state.picked)));
  const close = button(t("close"), () => change({ picked: null, hover: null }), { class: "icon-button narrow-only" }, icon("close"));
  return h("section", { class: "why", "aria-label": t("why") }, h("h2", {}, t("why"), h("span", { class: "gap" }), close), body);
}

function card(part, one) {
  if (one.own) return own(part, one);
  const [id] = one.ids;
  const segment = part.segments[one.at ?? id];
  const text = part.shown.slice(...one.span);
  return [
    h("div", { class: "why-head" }, h("code", { class: "tag-text" }, dotted(clip(text, 160))), lineLink(part, one.span),
      one.ids.length > 1 ? cycle(part, one) : null),
    segment ? facts(segment) : h("p", { class: "quiet" }, block(part, one)),
    others(part, one),
  ];
}

function facts(segment) {
  const { value, assumption } = segment;
  const kind = value?.type ?? "text";
  const shown = kind === "missing" ? h("i", { class: "absent" }, t("missing"))
    : value?.text === "" ? h("i", { class: "absent" }, t("emptyText")) : h("span", { class: "shown-value" }, clip(value?.text ?? "", 300));
  const edit = button(t("editValue"), () => editField(segment), { class: "link" }, t("editValue"));
  return h("dl", {},
    row(t("value"), [shown, " ", h("span", { class: "type" }, kind === "missing" ? null : t(`type_${kind}`)), " ", edit]),
    row(t("path"), h("code", {}, dotted(segment.path))),
    segment.place && segment.place !== segment.path ? row(t("place"), h("code", {}, dotted(segment.place))) : null,
    row(t("origin"), originOf(segment.origin)),
    assumption ? row(t("assumption"), [h("code", {}, `${assumption.name} = ${assumption.setting}`), " ", h("span", { class: "quiet", lang: "en" }, assumption.question)]) : null);
}

function row(name, value) {
  return [h("dt", {}, name), h("dd", {}, value)];
}

function own(part, one) {
  const [at] = one.own;
  const from = Math.max(part.shown.lastIndexOf("\n", at - 1) + 1, at - 60);
  const line = part.shown.slice(from, from + 180).split("\n")[0];
  const around = innermost(part, one.own[0]);
  return [
    h("div", { class: "why-head" }, h("b", {}, t("own")), lineLink(part, one.own)),
    h("p", {}, h("code", {}, line.trim())),
    around ? h("p", { class: "quiet" }, h("code", {}, clip(part.shown.slice(...(around.head ?? around.span)), 80)), " ", times(around)) : null,
    others(part, one),
  ];
}

function innermost(part, offset) {
  const around = part.branches.filter((one) => one.body && one.body[0] <= offset && offset <= one.body[1]);
  return around.sort((a, b) => b.body[0] - a.body[0])[0];
}

function block(part, one) {
  const branches = part.branches.filter((branch) => branch.head?.[0] === one.span[0] || branch.span[0] === one.span[0]);
  return branches.length ? branches.map((branch) => `${branch.kind}: ${times(branch)}`).join(" · ") : t("notPrinted");
}

function times(branch) {
  return branch.times ? t("taken", { n: branch.times }) : t("notTaken");
}

function others(part, one) {
  const more = (one.attributes ?? []).filter((id) => !one.ids.includes(id) && part.segments[id]);
  return more.length ? h("p", { class: "quiet" }, t("attribute"), ": ",
    more.slice(0, 6).map((id) => h("button", { type: "button", class: "link", click: () => {
      const segment = part.segments[id];
      change({ picked: { file: part.path, ids: [id], span: segment.span } });
    } }, clip(part.shown.slice(...part.segments[id].span), 60)))) : null;
}

function lineLink(part, span) {
  return h("span", { class: "type line-link" }, t("line", { n: lineOf(part.shown, span[0]) }));
}

function cycle(part, one) {
  const at = Math.max(0, one.ids.indexOf(one.at ?? one.ids[0]));
  const go = (by) => change({ picked: { ...one, at: one.ids[(at + by + one.ids.length) % one.ids.length] }, hover: null });
  return h("span", { class: "cycle" }, t("printed", { n: one.ids.length }),
    button(t("previous"), () => go(-1), { class: "icon-button" }, "‹"), `${at + 1}`,
    button(t("next"), () => go(1), { class: "icon-button" }, "›"));
}
