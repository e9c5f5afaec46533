// "What if": a field for each value that the message reads; what is edited is put over the data.

import { post, wanted } from "./api.js";
import { button, dotted, fill, h, later } from "./dom.js";
import { dialog, say } from "./dialogs.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { jsonFields } from "./jsonfields.js";
import { nameOf } from "./recipients.js";
import { refresh } from "./refresh.js";
import { change, state, watch } from "./state.js";
import { shownPart } from "./source.js";

const LONG = 20000; // characters that are still edited in a field
const soon = later(50, () => refresh());
const rows = new Map();
let open = "fields"; // or "json", "paste"
let showTab = () => {};

/** Where a value is from, in the words of the page. */
export function originOf(origin) {
  return { "what if": t("originEdited"), pasted: t("originPasted"), "": t("unknownOrigin") }[origin ?? ""] ?? origin;
}

/** Shows the field that a printed value hangs on, ready to be typed in. */
export function editField(segment) {
  open = "fields";
  change({ right: true, tab: "values", pane: "values" });
  showTab();
  const row = rowOf(segment);
  row?.element.scrollIntoView({ block: "center" });
  row?.input.focus();
}

/** The row of the longest path that the value lies under. */
function rowOf({ path, place }) {
  const whole = `${place || path}.`.replace(/\[(\w+)\]/g, ".$1");
  const fields = (state.answer?.form ?? []).filter((one) => whole.startsWith(`${one.path}.`));
  const field = fields.toSorted((one, other) => other.path.length - one.path.length)[0];
  return field && rows.get(`${field.path} ${field.type}`);
}

/** While the fields are open, what is picked in the message is looked up among them. */
function find() {
  const { picked, answer } = state;
  for (const one of rows.values()) one.element.classList.remove("found");
  const part = picked?.ids?.length && answer?.parts.find((one) => one.path === picked.file);
  const row = part && state.tab === "values" && rowOf(part.segments[picked.ids[0]] ?? { path: "" });
  if (!row) return;
  row.element.classList.add("found");
  row.element.scrollIntoView({ block: "nearest" });
}

export function form() {
  const list = h("div", { class: "fields" });
  const tabs = h("div", { class: "subtabs", role: "tablist", "aria-label": t("values") });
  const json = jsonFields();
  const foot = h("div", { class: "form-foot" });
  const names = [["fields", "form"], ["json", "json"], ["paste", "paste"]];
  const show = () => {
    fill(tabs, names.map(([name, words]) => h("button", { type: "button", role: "tab", "aria-selected": String(name === open),
      click: () => { open = name; show(); } }, t(words))));
    list.hidden = open !== "fields";
    json.all.hidden = open !== "json";
    json.paste.hidden = open !== "paste";
  };
  showTab = show;
  show();
  watch(["answer", "set", "tab"], () => state.tab === "values" && draw(list));
  watch(["set", "roots", "json", "answer"], () => fill(foot, feet()));
  watch(["picked", "tab"], find);
  return h("div", { class: "form-pane" }, h("div", { class: "pane-head" }, tabs), h("div", { class: "form-body" }, list, json.all, json.paste), foot);
}

function feet() {
  const edited = Object.keys(state.set).length + Object.keys(state.roots).length + (state.json === null ? 0 : 1);
  return [
    h("div", { class: "foot-line" }, h("span", { class: "quiet", role: "status" }, edited ? t("edited", { n: edited }) : ""),
      button(t("resetAll"), reset, { key: "r", disabled: !edited }, icon("reset"), h("span", {}, t("reset")))),
    h("div", { class: "foot-line" },
      button(t("copyCommand"), copy, {}, h("span", {}, t("copyCommand"))),
      button(t("saveCase"), saveCase, { class: "main" }, h("span", {}, t("saveCase")))),
  ];
}

/** Forgets everything that was edited and pasted. */
export function reset() {
  change({ set: {}, roots: {}, json: null });
  for (const row of rows.values()) row.typed = false;
  refresh();
}

function draw(list) {
  const root = (one) => (one.path.startsWith("lead") ? 0 : 1); // who it is for comes first
  const fields = (state.answer?.form ?? []).toSorted((one, other) => root(one) - root(other));
  const wantedRows = fields.map((field) => {
    const known = rows.get(`${field.path} ${field.type}`);
    if (known) return update(known, field);
    const made = update(make(field), field);
    rows.set(`${field.path} ${field.type}`, made);
    return made;
  });
  const elements = wantedRows.map((one) => one.element);
  const same = elements.length === list.children.length && elements.every((one, at) => one === list.children[at]);
  if (!same) fill(list, elements.length ? elements : h("p", { class: "quiet" }, t("noFields")));
}

function make(field) {
  const row = { field, typed: false };
  row.input = input(field, (value) => edit(field.path, value), (words) => fill(row.wrong, words));
  row.wrong = h("span", { class: "bad", role: "alert" });
  row.origin = h("span", { class: "origin" });
  row.undo = button(`${t("reset")}: ${field.path}`, () => edit(field.path, undefined), { class: "icon-button" }, icon("reset"));
  row.none = button(`${t("makeMissing")}: ${field.path}`, () => edit(field.path, null), { class: "icon-button" }, icon("close"));
  const [root, ...rest] = dotted(field.path);
  row.element = h("div", { class: "field", data: { path: field.path } },
    h("label", { for: row.input.id }, h("span", { class: "root" }, root), h("span", { class: "leaf" }, rest)),
    h("div", { class: "field-line" }, row.input, row.none, row.undo), row.origin, row.wrong);
  return row;
}

function update(row, field) {
  const edited = Object.hasOwn(state.set, field.path);
  const value = edited ? state.set[field.path] : field.value;
  row.element.classList.toggle("edited", edited);
  row.undo.disabled = !edited;
  row.none.disabled = value === null || value === undefined;
  fill(row.origin, field.large ? t("large") : edited ? t("originEdited") : value === null ? "" : originOf(field.origin));
  if (document.activeElement !== row.input) {
    row.input.value = written(field, value);
    fill(row.wrong);
  }
  const big = row.input.value.length > LONG;
  if (big) row.input.value = `${row.input.value.slice(0, 200)}…`;
  row.input.disabled = Boolean(field.large) || big;
  if ("placeholder" in row.input) row.input.placeholder = value === null || value === undefined ? t("missing") : t("emptyText");
  return row;
}

function edit(path, value) {
  const { [path]: _, ...others } = state.set;
  change({ set: value === undefined ? others : { ...others, [path]: value } });
  soon();
}

function written(field, value) {
  if (value === null || value === undefined) return "";
  return typeof value === "string" && field.type !== "json" ? value : JSON.stringify(value, null, field.type === "json" ? 1 : 0);
}

let count = 0;

function input(field, onvalue, onwrong) {
  const id = `field-${(count += 1)}`;
  if (field.type === "boolean") {
    return h("select", { id, change: (event) => onvalue({ true: true, false: false }[event.target.value] ?? null) },
      h("option", { value: "" }, t("missing")), h("option", { value: "true" }, t("yes")), h("option", { value: "false" }, t("no")));
  }
  const oninput = (event) => {
    const read = readers[field.type] ?? ((text) => text);
    try {
      onwrong("");
      onvalue(read(event.target.value));
    } catch (error) {
      onwrong(t("wrongJson", { error: error.message }));
    }
  };
  if (field.type === "json" || field.type === "tags") return h("textarea", { id, rows: "3", spellcheck: "false", input: oninput });
  const list = field.choices?.length ? h("datalist", { id: `${id}-choices` }, field.choices.map((one) => h("option", { value: String(one) }))) : null;
  if (list) document.body.append(list);
  return h("input", { id, type: "text", spellcheck: "false", autocomplete: "off", list: list?.id,
    inputmode: ["integer", "float"].includes(field.type) ? "decimal" : null, input: oninput });
}

const readers = { integer: numeric, float: numeric, json: JSON.parse, tags: JSON.parse };

/** A number where one is written, else the text: templates meet both. */
function numeric(text) {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
}

async function copy() {
  const part = shownPart();
  const command = part?.command ?? state.answer?.command ?? "";
  try {
    await navigator.clipboard.writeText(command);
    say(`${t("copied")} ${command}`);
  } catch {
    say(command);
  }
}

function saveCase() {
  const part = shownPart();
  if (!part) return;
  const name = h("input", { name: "name", required: true, maxlength: "200", value: nameOf(state.answer.to) });
  const parts = h("select", { name: "part" }, state.answer.parts.map((one) =>
    h("option", { value: one.path, selected: one.path === part.path }, one.path)));
  dialog(t("saveCase").replace("…", ""), [h("label", {}, t("caseName"), name), h("label", {}, t("casePart"), parts)], t("save"), async () => {
    const found = await post("case", { ...wanted(), part: parts.value, name: name.value.trim() });
    say(t("savedCase", { file: found.file, line: String(found.line) }));
  });
}
