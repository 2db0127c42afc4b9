// Shift+L locks the desk from every page, in any keyboard layout, but not while somebody is at a form.
"use strict";

function letterOf(event) {
  if (/^[\x20-\x7e]$/.test(event.key) || !/^Key[A-Z]$/.test(event.code)) return event.key;
  return event.shiftKey ? event.code.slice(3) : event.code.slice(3).toLowerCase();
}

function atAForm(target) {
  const form = target.closest("form");
  return Boolean(form && form.querySelector("textarea, select, input:not([type=hidden])"));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (letterOf(event) !== "L" || atAForm(event.target)) return;
  const lock = document.querySelector("form.lock button");
  if (lock) lock.click();
});
