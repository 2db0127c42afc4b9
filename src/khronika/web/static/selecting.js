// What is selected in the text, as places in it, and the whole words it stands for.
"use strict";

// Where the selection begins and ends in the text, in code points: data-at holds the place of each stretch.
function place(node, offset) {
  const stretch = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!stretch) return null;
  const inside = stretch.textContent.slice(0, node.nodeType === Node.TEXT_NODE ? offset : 0);
  if (stretch.textContent.includes("[U+")) return null;
  return Number(stretch.dataset.at) + [...inside].length;
}

// Returns the selected words as spans of the text, "120-180", or null.
function selected() {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const passage = document.getElementById("passage");
  if (!passage || !passage.contains(range.commonAncestorContainer)) return null;
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return null;
  return `${start}-${end}`;
}

// The rule of web/whole_words.py: a selection that begins or ends inside a word takes all of that word.
const LETTER = /[\p{L}\p{M}\p{N}]/u;
const UNPARTED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const LONGEST_WORD = 100;

// Returns the letters of the text around places, by their place.
function lettersAt(...places) {
  const letters = new Map();
  for (const stretch of document.querySelectorAll("#passage [data-at]")) {
    const at = Number(stretch.dataset.at);
    const near = (one) => at <= one + LONGEST_WORD + 2 && one <= at + Number(stretch.dataset.length) + LONGEST_WORD + 2;
    if (places.some(near) && !stretch.textContent.includes("[U+"))
      [...stretch.textContent].forEach((letter, index) => letters.set(at + index, letter));
  }
  return letters;
}

function wholeWords() {
  const spans = selected();
  if (!spans) return null;
  let [start, end] = spans.split("-").map(Number);
  const letters = lettersAt(start, end);
  const ofWord = (at) => LETTER.test(letters.get(at) || " ") && !UNPARTED.test(letters.get(at));
  const joins = (at) => "'’ʼ".includes(letters.get(at) || " ") && ofWord(at - 1) && ofWord(at + 1);
  const cuts = (at) => (ofWord(at - 1) && (ofWord(at) || joins(at))) || (ofWord(at) && joins(at - 1));
  const blank = (at) => /^\s$/u.test(letters.get(at) || "");
  while (start < end && blank(start)) start += 1;
  while (end > start && blank(end - 1)) end -= 1;
  if (start === end) return null;
  let [first, last] = [start, end];
  while (cuts(first) && start - first < LONGEST_WORD) first -= 1;
  while (cuts(last) && last - end < LONGEST_WORD) last += 1;
  select(cuts(first) ? start : first, cuts(last) ? end : last);
  return selected();
}

// Selects the text from one place to another.
function select(start, end) {
  const ends = [];
  for (const stretch of document.querySelectorAll("#passage [data-at]")) {
    const at = Number(stretch.dataset.at);
    const length = Number(stretch.dataset.length);
    const point = (to) => [stretch.firstChild, [...stretch.textContent].slice(0, to - at).join("").length];
    if (at <= start && start < at + length) ends[0] = point(start);
    if (at < end && end <= at + length) ends[1] = point(end);
  }
  if (ends[0] && ends[1]) window.getSelection().setBaseAndExtent(...ends[0], ...ends[1]);
}
