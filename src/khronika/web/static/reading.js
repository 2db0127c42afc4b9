// Adds keys, selection by mouse and exchange in place to the reading room. Every step is a form or a link of
// the page itself; without this file nothing is missing but speed. Loaded before it are lock.js (letterOf),
// in_turn.js (inTurn, waits, forgetKeys, handKeysTo) and selecting.js (selected, wholeWords).
"use strict";

const PARTS = ["passage", "side", "done"];
const keysDialog = document.getElementById("keys");

function chosen() {
  return document.querySelector(".card.chosen");
}

function exchange(fresh, url) {
  if (PARTS.some((id) => !fresh.getElementById(id) && id !== "passage")) {
    window.location.assign(url);
    return;
  }
  for (const id of PARTS) {
    const before = document.getElementById(id);
    const after = fresh.getElementById(id);
    if (!before || !after) continue;
    // A place that reads itself out has to stay: a screen reader heeds what changes in it, not a new one.
    if (id === "done") before.replaceChildren(...after.childNodes);
    else before.replaceWith(after);
  }
  document.title = fresh.title;
  settle();
  readOut();
}

// Says to a screen reader which statement is chosen now: its speaker, its words and where it stands.
function readOut() {
  const card = chosen();
  const heard = card ? card.querySelectorAll(":scope > :is(.head, .words, .states)") : [];
  const lines = [...heard].map((one) => one.textContent.replace(/\s+/g, " ").trim());
  document.getElementById("told").textContent = lines.join(". ");
}

// Returns the answer of the desk with its words, or says that there was none.
async function asked(url, options = {}) {
  try {
    const answer = await fetch(url, { ...options, redirect: "follow", credentials: "same-origin" });
    return { answer, html: await answer.text() };
  } catch {
    forgetKeys();
    tell(document.getElementById("side").dataset.unanswered);
    return {};
  }
}

function go(url, options = {}, remember = true, card = null) {
  return inTurn(() => went(url, options, remember, card), options.method === "POST");
}

async function went(url, options, remember, card) {
  const { answer, html } = await asked(url, options);
  if (!answer) return true;
  const there = new URL(answer.url);
  if (answer.status === 401 || there.pathname === "/sign-in") return false;
  const page = new DOMParser().parseFromString(html, "text/html");
  const opened = card && card.querySelector(".opened");
  if (!answer.ok) {
    forgetKeys();
    const fault = page.querySelector(".trouble .fault");
    const beside = opened && page.querySelector("main form.stacked :is([aria-invalid], .asks)");
    const back = beside && put(card, page, opened.dataset.of);
    if (!back || beside.matches(".asks")) tell(fault ? fault.textContent : answer.statusText);
    return true;
  }
  if (!page.getElementById("side") && put(card, page, opened ? opened.dataset.of : answer.url)) return true;
  const parameters = there.searchParams;
  exchange(page, answer.url);
  for (const name of ["done", "undo"]) parameters.delete(name);
  if (remember) window.history.replaceState(null, "", there.pathname + (parameters.size ? `?${parameters}` : ""));
  return true;
}

function tell(words) {
  const place = document.getElementById("done");
  const line = document.createElement("p");
  line.className = "fault";
  line.textContent = words;
  place.replaceChildren(line);
}

// Where text and cards are one column, only the card stays in sight: it holds the words.
const oneColumn = window.matchMedia("(max-width: 58rem)");

function settle(asked = true) {
  for (const one of document.querySelectorAll(".help, .by-key")) one.hidden = false;
  const undo = document.querySelector("#done [data-key=u]");
  if (undo) lastUndo = undo.form;
  const card = chosen();
  if (!card || (oneColumn.matches && !asked)) return;
  card.scrollIntoView({ block: oneColumn.matches ? "start" : "nearest" });
  const mark = document.querySelector("mark.chosen");
  if (mark && !oneColumn.matches) mark.scrollIntoView({ block: "center" });
}

// The form that takes the last decision back; it stays within reach wherever the cursor goes.
let lastUndo = null;

function takeBack() {
  if (!lastUndo) return false;
  const form = lastUndo;
  lastUndo = null;
  send(form, form.querySelector("button"));
  return true;
}

// Forms that were closed with changes in them, by where they lead: opened again, they are as they were.
const drafts = new Map();

function isChanged(opened) {
  if (opened.dataset.changed) return true;
  return [...opened.querySelectorAll("input:not([type=hidden]), textarea, select")].some((field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((one) => one.selected !== one.defaultSelected);
    return field.value !== field.defaultValue;
  });
}

function close(opened) {
  if (isChanged(opened)) drafts.set(opened.dataset.of, opened);
  const card = opened.closest(".card");
  opened.remove();
  if (card) card.scrollIntoView({ block: "nearest" });
}

// While a form with changes is open, no key decides on anything or leaves it.
function holdsBack() {
  const opened = document.querySelector(".card .opened");
  if (!opened || !(isChanged(opened) || taken)) return false;
  tell(document.getElementById("side").dataset.unsent);
  opened.querySelector("button.main").focus();
  return true;
}

// The forms that are on their way: a second press on one of them is the first once more.
const sent = new WeakSet();

async function send(form, submitter) {
  if (sent.has(form)) return;
  const fields = new URLSearchParams(new FormData(form, submitter));
  const there = (submitter && submitter.getAttribute("formaction")) || form.action;
  if (taken && !taken.settled && fields.has("pick") && taken.spans === selected()) {
    fields.set("picked", taken.spans);
    fields.set("spans", taken.before);
  }
  sent.add(form);
  const done = await go(there, { method: "POST", body: fields }, true, form.closest(".card"));
  sent.delete(form);
  if (!done) form.submit();
  const field = document.querySelector(".card form.stacked [name=spans]");
  if (taken && field) taken.before = field.value;
}

// Opens the forms of a page inside the card that leads there, and closes them when they are open.
function open(link) {
  return inTurn(() => loadForms(link));
}

async function loadForms(link) {
  const card = link.closest(".card");
  const before = card.querySelector(".opened");
  if (before) close(before);
  if (before && before.dataset.of === link.href) return;
  taken = null;
  const draft = drafts.get(link.href);
  if (draft) {
    drafts.delete(link.href);
    card.append(draft);
    draft.querySelector("input:not([type=hidden]), button:not([hidden])").focus();
    return;
  }
  const { answer, html } = await asked(link.href);
  if (!answer) return;
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!answer.ok || page.querySelector("form.stacked [name=passphrase]") || !put(card, page, link.href))
    window.location.assign(link.href);
}

// Puts every form of a page into a card, in the place of those that are open; tells whether there were any.
function put(card, page, of) {
  const forms = page.querySelectorAll("main form.stacked");
  if (!card || !forms.length) return false;
  const before = card.querySelector(".opened");
  const opened = document.createElement("div");
  opened.className = "opened";
  opened.dataset.of = of;
  opened.append(...forms);
  const first = opened.querySelector("[autofocus]") || opened.querySelector("input:not([type=hidden]), button:not([hidden])");
  if (first) first.removeAttribute("autofocus");
  if (before) {
    opened.dataset.changed = "yes";
    before.replaceWith(opened);
  } else card.append(opened);
  forgetKeys();
  card.scrollIntoView({ block: "nearest" });
  if (first) first.focus();
  return true;
}

// Words that were just selected become the statement's, until a button says what else they are.
let taken = null;

function takeSelection() {
  const field = document.querySelector(".card form.stacked [name=spans]");
  const spans = field && field.form.querySelector(".words") && wholeWords();
  if (!spans || (taken && taken.spans === spans) || !String(window.getSelection()).trim()) return;
  taken = { spans, before: field.value };
  field.value = spans;
  field.form.querySelector(".words").textContent = String(window.getSelection());
}

function step(by) {
  const cards = [...document.querySelectorAll(".card")];
  const place = cards.indexOf(chosen());
  const next = cards[Math.min(cards.length - 1, Math.max(0, place + by))];
  if (next && next !== chosen()) go(next.querySelector("a.pick").href);
}

function press(key) {
  const card = chosen();
  const open = card && card.querySelector("details.reject[open]");
  if (open && /^[1-9]$/.test(key)) {
    const choice = open.querySelector(`input[data-key="${key}"]`);
    if (choice) {
      choice.checked = true;
      open.querySelector("form").requestSubmit();
      return true;
    }
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.tagName === "DETAILS") {
    target.open = !target.open;
    if (target.open) target.querySelector("input").focus();
  } else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  const written = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("form.stacked");
  if (written) written.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  const form = event.target.closest(".card form.stacked");
  if (form && event.key === "Escape") {
    const back = form.querySelector("button[name=back]");
    return back ? back.click() : close(form.closest(".opened"));
  }
  if (event.key === "Escape" && typing) event.target.blur();
  if (typing || (keysDialog && keysDialog.open) || event.target.closest(".opened")) return;
  const key = letterOf(event);
  if (key === "Escape") forgetKeys();
  if ((/^[a-z1-9?]$/.test(key) && waits(key, event.repeat)) || pressed(key)) event.preventDefault();
});

// Does what a key stands for; tells whether it stands for anything.
function pressed(key) {
  const moves = { j: 1, k: -1 };
  if (/^[a-z1-9]$/.test(key) && holdsBack()) return true;
  if (key in moves) step(moves[key]);
  else if (key === "n" && wholeWords())
    window.location.assign(`${document.getElementById("passage").dataset.add}?spans=${selected()}`);
  else if (key === "?") keysDialog.showModal();
  else if (key === "Escape") document.querySelectorAll("details[open]").forEach((one) => (one.open = false));
  else return key === "u" ? takeBack() : press(key);
  return true;
}

handKeysTo(pressed);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.closest("#side, #done")) return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  if (event.target.closest(".help")) keysDialog.showModal();
  const inside = event.target.closest(".card a.inside");
  if (inside) {
    event.preventDefault();
    open(inside);
    return;
  }
  const link = event.target.closest("a.pick, a.begins");
  if (link) {
    event.preventDefault();
    go(link.href);
    return;
  }
  const mark = event.target.closest("mark.content");
  if (mark && String(window.getSelection()) === "") {
    const card = document.getElementById(`s-${mark.dataset.statement}`);
    if (card) go(card.querySelector("a.pick").href);
  }
});

document.addEventListener("mouseup", takeSelection);
document.addEventListener("input", () => taken && (taken.settled = true));
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("#passage")) taken = null;
});

// A text that is opened as a whole begins with its title; one opened at a statement, with that.
settle(["s", "done"].some((name) => new URLSearchParams(window.location.search).has(name)));
