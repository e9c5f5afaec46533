// The page: three panes, put together; what the keys do; the first questions to the server.

import { settle } from "./bridge.js";
import { help } from "./dialogs.js";
import { button, fill, h } from "./dom.js";
import { form, reset } from "./form.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { keyboard, turn } from "./keys.js";
import { listen } from "./live.js";
import { recipients, stepRecipient, togglePin } from "./recipients.js";
import { refresh, reproject } from "./refresh.js";
import { source, stepTag } from "./source.js";
import { stage, toggleCompare, toggleLook } from "./stage.js";
import { change, state, watch } from "./state.js";
import { step, templates } from "./templates.js";
import { viewsOf } from "./views.js";
import { why } from "./why.js";

const known = reproject(); // asked while the page is put together

const actions = {
  help, reset,
  search: () => { change({ left: true, pane: "people" }); document.getElementById("search").focus(); },
  view: (at) => {
    const view = viewsOf(state.project?.messages.find((one) => one.id === state.message))[at];
    if (view) change({ view, file: "", picked: null, hover: null });
  },
  recipient: stepRecipient, message: step, tag: stepTag,
  width: () => turn("width", ["full", "phone", "tablet", "desktop"]),
  mode: () => turn("mode", ["light", "dark", "inverted"]),
  images: () => change({ images: !state.images }),
  look: toggleLook, compare: toggleCompare,
  template: () => change({ right: true, tab: "template", pane: "template" }),
  edit: () => {
    change({ right: true, tab: "values", pane: "values" });
    document.querySelector(".fields input, .fields textarea, .fields select")?.focus();
  },
  order: () => turn("order", ["name", "worst"]),
  pin: () => togglePin(),
  left: () => change({ left: !state.left }),
  right: () => change({ right: !state.right }),
  theme: () => turn("theme", ["light", "dark"]),
  language: () => { turn("language", ["en", "ru"]); location.reload(); },
  escape: () => change({ picked: null, hover: null, compare: null }),
};

function bar() {
  const title = h("span", { class: "project" }), live = h("span", { class: "live", role: "status" });
  const trouble = h("div", { class: "trouble", role: "alert", hidden: true });
  watch(["project"], () => {
    title.textContent = state.project?.name ?? "";
    document.title = state.project?.name ? `${state.project.name} · relvars` : "relvars";
    const words = state.project?.trouble;
    trouble.hidden = !words;
    fill(trouble, words ? h("details", { open: true }, h("summary", {}, t("project")), h("pre", {}, words)) : null);
  });
  watch(["live"], () => {
    live.dataset.state = state.live;
    fill(live, h("span", { class: "unseen" }, t(state.live)));
    live.title = t(state.live);
  });
  return [h("header", { class: "bar" },
    h("a", { class: "skip", href: "#message" }, t("skip")),
    h("h1", { class: "logo" }, "relvars"), title, live, h("span", { class: "gap" }),
    toggle("left", "showLeft", "[", "left"), toggle("right", "showRight", "]", "right"),
    button(t("theme"), actions.theme, { key: "g", class: "icon-button" }, icon("moon")),
    button(t("language"), actions.language, { key: "l", class: "icon-button word" }, state.language === "ru" ? "EN" : "RU"),
    button(t("help"), help, { key: "?", class: "icon-button word" }, "?")), trouble];
}

function toggle(name, words, key, drawn) {
  const made = button(t(words), actions[name], { key, class: "icon-button wide-only" }, icon(drawn));
  watch([name], () => made.setAttribute("aria-pressed", String(state[name])));
  return made;
}

function inspector() {
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": t("inspector") });
  const template = source(), values = form();
  watch(["tab", "set", "roots", "json"], () => {
    const edited = Object.keys(state.set).length + Object.keys(state.roots).length + (state.json === null ? 0 : 1);
    fill(tabs, [["template", "template", "t"], ["values", "values", "e"]].map(([tab, words, key]) =>
      button(t(words), () => change({ tab }), { key, role: "tab", "aria-selected": String(tab === state.tab) },
        t(words), tab === "values" && edited ? h("span", { class: "mark edited" }, edited) : null)));
    document.body.classList.toggle("on-values", state.tab === "values");
    template.hidden = state.tab !== "template";
    values.hidden = state.tab !== "values";
  });
  return h("aside", { class: "inspector", "aria-label": t("inspector") }, tabs, template, values, why());
}

function panes() {
  const nav = h("nav", { class: "panes", "aria-label": "relvars" });
  const names = [["templates", "folder"], ["people", "people"], ["message", "mail"], ["template", "code"], ["values", "edit"]];
  watch(["pane"], () => {
    document.body.dataset.pane = state.pane;
    if (["template", "values"].includes(state.pane)) change({ tab: state.pane });
    fill(nav, names.map(([pane, drawn]) => button(t(pane), () => change({ pane }),
      { "aria-current": pane === state.pane ? "page" : null }, icon(drawn), h("span", {}, t(pane)))));
  });
  return nav;
}

document.body.append(...bar(),
  h("div", { class: "page" }, h("aside", { class: "side-left", "aria-label": t("showLeft") }, templates(), recipients()), stage(), inspector()), panes());
settle();
watch(["theme"], () => { document.documentElement.dataset.theme = state.theme; });
watch(["left", "right"], () => {
  document.body.classList.toggle("no-left", !state.left);
  document.body.classList.toggle("no-right", !state.right);
});
keyboard(actions);
await known;
refresh();
listen();
