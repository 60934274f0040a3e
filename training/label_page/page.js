"use strict";
const state = JSON.parse(document.getElementById("state").textContent);
const form = document.querySelector("form");
const fields = form ? [...form.querySelectorAll("fieldset[data-name]")] : [];
const typed = form ? [...form.querySelectorAll("input[type=text]")] : [];
const said = document.getElementById("said");
let busy = false;

const options = set => [...set.querySelectorAll("input")];
const chosen = set => options(set).find(option => option.checked);

function focus(place) {
  const all = [...fields.map(set => () => (chosen(set) || options(set)[0]).focus()), ...typed.map(input => () => input.focus())];
  all[Math.max(0, Math.min(place, all.length - 1))]();
}

function place() {
  const here = document.activeElement;
  const set = fields.findIndex(each => each.contains(here));
  return set >= 0 ? set : typed.includes(here) ? fields.length + typed.indexOf(here) : -1;
}

function fill(values, over) {
  for (const set of fields) {
    const name = set.dataset.name;
    if (!(name in values) || (chosen(set) && !over)) continue;
    const option = options(set).find(each => each.value === JSON.stringify(values[name]));
    if (option) option.checked = true;
  }
  for (const input of typed)
    if (values[input.name] != null && (over || !input.value)) input.value = values[input.name];
}

async function send(action, body) {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(action, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ index: state.index, ...body }) });
    if (answer.ok) { location.assign(location.pathname); return; }
    said.textContent = (await answer.json()).error;
  } catch (error) {
    said.textContent = "not saved: the program that serves this page does not answer";
  }
  busy = false;
}

function save() {
  const body = {};
  for (const set of fields) if (chosen(set)) body[set.dataset.name] = JSON.parse(chosen(set).value);
  for (const input of typed) body[input.name] = input.value;
  const open = fields.findIndex(set => !chosen(set));
  if (open >= 0) { said.textContent = "not answered: " + fields[open].dataset.name; focus(open); return; }
  send("save", body);
}

if (form) {
  if (state.label) fill(state.label, true);
  focus(0);
  form.addEventListener("submit", event => { event.preventDefault(); save(); });
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const here = place(), typing = here >= fields.length;
    const does = {
      Enter: save, ArrowDown: () => focus(here + 1), ArrowUp: () => focus(here - 1),
      ...(typing ? { Escape: () => focus(0) } : {
        s: () => send("skip", {}), p: () => fill(state.read, false), e: () => document.body.classList.toggle("plain"),
        b: () => location.assign("?at=" + Math.max(0, state.index - 1)),
      }),
    }[event.key];
    if (does) { event.preventDefault(); does(); return; }
    if (!typing && here >= 0 && /^[0-9]$/.test(event.key)) {
      const option = options(fields[here]).find(each => each.dataset.key === event.key);
      if (option) { event.preventDefault(); option.checked = true; focus(here + 1); }
    }
  });
}
