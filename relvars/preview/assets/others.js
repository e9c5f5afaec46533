// A field that offers recipients by name as one types.

import { get } from "./api.js";
import { fill, h, later } from "./dom.js";
import { t } from "./i18n.js";
import { state } from "./state.js";

/** {element, show(to, name)}; `chosen` gets the recipient, as DATABASE:ID. */
export function otherPicker(chosen) {
  const offered = new Map();
  const list = h("datalist", { id: "others" });
  const offer = later(120, async () => {
    const query = { database: state.database, q: input.value, limit: 20 };
    const { items } = await get("recipients", query).catch(() => ({ items: [] }));
    offered.clear();
    for (const one of items) offered.set(worded(one), one.to);
    fill(list, [...offered.keys()].map((value) => h("option", { value })));
  });
  const input = h("input", { list: "others", placeholder: t("chooseOther"), "aria-label": t("chooseOther"), spellcheck: "false",
    autocomplete: "off", focus: () => input.select(), input: () => take(offered.get(input.value)) || offer(),
    change: () => take(offered.get(input.value) ?? asWritten(input.value.trim())) });
  return { element: h("span", { class: "picker" }, input, list), show };

  function take(to) {
    if (to) chosen(to);
    return Boolean(to);
  }

  function show(to, name) {
    const known = [...offered].find(([, other]) => other === to)?.[0];
    if (document.activeElement !== input || known) input.value = name || known || to;
  }
}

/** A name may be many people's, so what tells them apart stands beside it. */
function worded({ to, name, detail }) {
  return `${name || to} · ${detail || to.slice(to.indexOf(":") + 1)}`;
}

function asWritten(text) {
  return /^[^\s:]+:\S+$/.test(text) ? text : "";
}
