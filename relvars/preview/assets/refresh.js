// Gets what is shown: the project, and the message of the moment. The newest question wins.

import { firstMessage, firstProject, get, render } from "./api.js";
import { change, state } from "./state.js";
import { viewsOf } from "./views.js";

let asking = null;
let run = null;
let getting = 0; // projects that are asked for
let late = []; // marks that were heard meanwhile

/** The message anew; what is on the page stays until the answer is there. */
export async function refresh(more) {
  if (!state.message) return;
  asking?.abort();
  const mine = (asking = new AbortController());
  const [answer, error] = await asked(mine.signal, more).then((found) => [found], (failed) => [null, failed]);
  if (mine !== asking || (answer && answer.message !== state.message)) return;
  if (answer) change({ answer, trouble: null, to: state.to || (answer.to ?? "") });
  else change({ trouble: said(error) });
}

async function asked(signal, more) {
  return (await firstMessage()) ?? render(signal, more);
}

/** The project anew: its templates and their marks. */
export async function reproject() {
  const found = firstProject().then((first) => first ?? get("project"));
  getting += 1;
  const [project, error] = await found.then((given) => [given], (failed) => [null, failed]);
  getting -= 1;
  if (!project) {
    change({ trouble: said(error) });
    return;
  }
  if (project.run === run && project.revision < state.project?.revision) return; // a later one was faster
  if (run && project.run !== run) location.reload(); // another server: its token is another
  const before = run ? state.message : null;
  run = project.run;
  change({ project, ...chosen(project) });
  for (const marks of late) remark(marks);
  if (!getting) late = [];
  if (before !== null && state.message !== before) refresh(); // what was shown is gone
}

function chosen(project) {
  const message = project.messages.find((one) => one.id === state.message) ?? project.messages[0];
  if (!message) return { message: "", answer: null, database: state.database || (project.databases[0] ?? "") };
  if (run && message.id !== state.message) return turned(message);
  const views = viewsOf(message);
  const view = views.includes(state.view) ? state.view : (views[0] ?? "");
  return { message: message.id, view, database: state.database || message.database || project.databases[0] || "" };
}

/** Marks of messages, as the server has just found them. */
export function remark(marks) {
  if (getting && !late.includes(marks)) late.push(marks);
  if (!state.project) return;
  const known = new Map(marks.map((one) => [one.id, one]));
  const same = (one, other) => one.errors === other.errors && one.warnings === other.warnings;
  const before = new Map(state.project.messages.map((one) => [one.id, one]));
  if (marks.every((one) => !before.has(one.id) || same(one, before.get(one.id)))) return;
  const messages = state.project.messages.map((message) => {
    const mark = known.get(message.id);
    if (!mark) return message;
    const parts = message.parts.map((part) => ({
      ...part, ...(mark.parts.find((one) => one.path === part.path) ?? {}),
    }));
    return { ...message, ...mark, parts };
  });
  change({ project: { ...state.project, messages } });
}

/** Another message; its recipient goes with it when both are for the same database. */
export function choose(id) {
  const message = state.project.messages.find((one) => one.id === id);
  if (!message || id === state.message) return;
  change(turned(message));
  refresh();
}

function turned(message) {
  const views = viewsOf(message);
  const database = message.database || state.database;
  return {
    message: message.id,
    view: views.includes(state.view) ? state.view : (views[0] ?? ""),
    to: database === state.database ? state.to : "",
    database, answer: null, file: "", picked: null, hover: null, compare: null,
    set: {}, roots: {}, json: null,
  };
}

/** Another recipient; what was edited is put over their values too. */
export function pick(to) {
  if (to === state.to) return;
  change({ to, picked: null, hover: null, json: null });
  refresh();
}

/** A server that does not answer is told of by the dot beside the project's name. */
function said(error) {
  return error instanceof TypeError ? null : error.message;
}
