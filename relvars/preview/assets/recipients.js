// Who receives: a list that is got page by page, searched by the server, with a pinned set above.

import { get } from "./api.js";
import { button, choice, fill, h, later } from "./dom.js";
import { number, t } from "./i18n.js";
import { icon } from "./icons.js";
import { onEvent } from "./live.js";
import { pick } from "./refresh.js";
import { change, state, watch } from "./state.js";
import { fileName } from "./views.js";

const PAGE = 60;
const AGAIN = 700; // milliseconds
const seen = new Map(); // all who were listed, by what they are called in requests
let items = [];
let next = null;
let asked = 0;
let loading = false;
let rest = false; // after the worst come all the others
let bad = 0; // how many are among the worst
let parts = {};

export function recipients() {
  const input = h("input", { type: "search", id: "search", placeholder: t("search"), "aria-label": t("search"),
    autocomplete: "off", spellcheck: "false", value: state.search, keydown: keys,
    input: later(120, () => change({ search: input.value })) });
  parts = {
    list: h("ul", { class: "people", role: "listbox", "aria-label": t("recipients"), tabindex: "0", keydown: keys, scroll: more }),
    pinned: h("ul", { class: "people pinned", role: "listbox", "aria-label": t("pinned") }),
    count: h("span", { class: "count" }), order: h("div"), base: h("div"), note: h("p", { class: "quiet" }),
  };
  watch(["search", "order", "database"], load);
  watch(["message"], () => state.order === "worst" && load());
  watch(["to"], mark);
  watch(["to"], () => state.listed && name());
  watch(["pinned"], pins);
  watch(["order"], () => fill(parts.order, choice(t("recipients"),
    [["name", t("byName")], ["worst", t("worst"), "o"]], state.order, (order) => change({ order }))));
  watch(["project", "database"], databases);
  return h("section", { class: "box recipients", "aria-label": t("recipients") },
    h("h2", {}, t("recipients"), parts.count, parts.base),
    h("div", { class: "search" }, icon("search"), input), parts.order, parts.pinned, parts.note, parts.list);
}

onEvent((name, data) => {
  if (name === "change" && data.data) load();
  if (name === "worst" && data.message === state.message && state.order === "worst") load();
});

function query(after) {
  const order = rest ? "name" : state.order;
  return { database: state.database, q: order === "worst" ? "" : state.search, order,
    after: after ?? "", limit: PAGE, message: state.message };
}

async function load() {
  if (!state.database || !parts.list) return;
  const mine = (asked += 1);
  rest = false;
  const found = await get("recipients", query()).catch((error) => ({ items: [], next: null, total: 0, note: error.message }));
  if (mine !== asked) return;
  const kept = parts.list.scrollTop;
  ({ items, next } = found);
  known(items);
  fill(parts.list, items.map(row));
  parts.list.scrollTop = kept;
  told(found);
  mark();
  change({ listed: mine });
  name();
  goOn(found);
}

/** When all the worst are listed, the others follow. */
function goOn(found) {
  if (state.order !== "worst" || rest || next !== null || !found.ready || found.note) return;
  rest = true;
  bad = items.length;
  next = "";
  more();
}

async function more() {
  const { list } = parts;
  if (loading || next === null || list.scrollTop + list.clientHeight < list.scrollHeight - 400) return;
  loading = true;
  const mine = asked;
  const found = await get("recipients", query(next)).catch(() => null);
  loading = false;
  if (!found || mine !== asked) return;
  next = found.next;
  const listed = new Set(items.map((one) => one.to));
  const added = found.items.filter((one) => !listed.has(one.to));
  known(added);
  items = [...items, ...added];
  list.append(...added.map(row));
  if (rest && found.total !== null) parts.count.textContent = t("ofTotal", { shown: bad, total: found.total });
  if (!rest) told(found);
  mark();
  goOn(found);
}

function told(found) {
  const worst = state.order === "worst";
  const growing = !found.ready && found.total === null;
  parts.count.textContent = growing ? (worst ? t("scanning", { n: found.scanned }) : `${number(found.scanned)}…`) : number(found.total ?? "");
  if (growing && !worst) again(asked);
  const empty = !items.length && (worst ? t("smooth") : state.search ? t("nobody") : t("noPeople"));
  parts.note.textContent = found.note || (empty && (found.ready ?? true) ? empty : "");
}

/** Asks anew how many there are, while the server still reads them. */
const again = later(AGAIN, async (mine) => {
  if (mine !== asked) return;
  if (!items.length) return void load();
  const found = await get("recipients", { ...query(), limit: 1 }).catch(() => null);
  if (found && mine === asked) told(found);
});

function row(one) {
  return h("li", { role: "option", class: "row", id: `to-${one.to}`, data: { to: one.to, name: one.name ?? "" },
    click: () => { pick(one.to); change({ pane: "message" }); } },
    h("span", { class: "name" }, one.name || one.to),
    h("span", { class: "detail" }, one.why?.length ? null : one.detail || one.to),
    one.why?.length ? h("ul", { class: "reasons" }, reasons(one).map((why) => h("li", {}, why))) : null,
    pinner(one));
}

/** Why somebody is among the worst, in the words of the page. */
function reasons(one) {
  const told = (one.reasons ?? []).map((why) => {
    if (why.kind === "empty") return t("reasonEmpty", { tag: why.tag });
    if (why.kind !== "rare") return why.sentence;
    return t("reasonRare", { percent: why.percent, file: fileName(why.file), line: String(why.line) });
  });
  const different = [...new Set(told.length ? told : one.why)];
  return different.length > 3 ? [...different.slice(0, 2), t("reasonsMore", { n: different.length - 2 })] : different;
}

function pinner(one) {
  const is = state.pinned.some((other) => other.to === one.to);
  return h("button", { type: "button", class: "icon-button pin", tabindex: "-1", "aria-pressed": String(is),
    title: t(is ? "unpin" : "pin"), "aria-label": `${t(is ? "unpin" : "pin")}: ${one.name || one.to}`,
    click: (event) => { event.stopPropagation(); togglePin(one); } }, icon("pin"));
}

/** Pins whoever is given, or lets them go; without anybody, the recipient of the moment. */
export function togglePin(one = seen.get(state.to) ?? { to: state.to, name: "" }) {
  if (!one.to) return;
  const others = state.pinned.filter((other) => other.to !== one.to);
  const is = others.length < state.pinned.length;
  change({ pinned: is ? others : [...others, { to: one.to, name: one.name, detail: one.detail ?? "" }] });
}

/** The name of a recipient; "" where it is not known, or not yet. */
export function nameOf(to) {
  return (seen.get(to) ?? state.pinned.find((one) => one.to === to))?.name ?? "";
}

/** Whoever is not in the list so far is looked for by their id. */
async function name() {
  const { to } = state;
  if (!to || nameOf(to)) return;
  const at = to.indexOf(":");
  const found = await get("recipients", { database: to.slice(0, at), q: to.slice(at + 1), limit: 5 }).catch(() => ({ items: [] }));
  known(found.items);
  if (nameOf(to)) change({ listed: state.listed + 0.5 });
}

function known(found) {
  for (const { to, name, detail } of found) seen.set(to, { to, name, detail });
}

function pins() {
  const known = state.pinned.filter((one) => one.to.startsWith(`${state.database}:`));
  fill(parts.pinned, known.map((one) => row({ ...one, why: null })));
  for (const pin of parts.list.querySelectorAll(".pin")) {
    const is = state.pinned.some((one) => one.to === pin.parentElement.dataset.to);
    pin.setAttribute("aria-pressed", String(is));
  }
  mark();
}

function databases() {
  const names = state.project?.databases ?? [];
  fill(parts.base, names.length < 2 ? null : h("select", { "aria-label": t("database"),
    change: (event) => change({ database: event.target.value }) },
    names.map((name) => h("option", { value: name, selected: name === state.database }, name))));
  pins();
}

function mark() {
  for (const list of [parts.pinned, parts.list]) {
    for (const one of list?.querySelectorAll(".row") ?? []) {
      const chosen = one.dataset.to === state.to;
      one.setAttribute("aria-selected", String(chosen));
      if (chosen && list === parts.list) {
        list.setAttribute("aria-activedescendant", one.id);
        one.scrollIntoView({ block: "nearest" });
      }
    }
  }
}

function keys(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") event.target.blur();
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  stepRecipient(by);
}

/** The next recipient of the list, or the one before. */
export function stepRecipient(by) {
  const at = items.findIndex((one) => one.to === state.to);
  const found = items[at < 0 ? 0 : at + by];
  if (found) pick(found.to);
}

/** Whoever comes after the recipient of the moment: somebody to compare with. */
export function neighbour() {
  const at = items.findIndex((one) => one.to === state.to);
  return (items[at + 1] ?? items[at - 1])?.to ?? "";
}
