// One request after another. A key that is pressed while an answer is under way waits for it, since it is meant
// for what comes; nobody decides twice on one wait, and no older page comes after a newer one. A held key decides
// once. The page that uses this is asked to do each key that waited: handKeysTo.
"use strict";

const MOST_WAITING = 20;
const DECIDES = /^[a1-9]$/;
const HARMLESS = /^[jku?]$/;
const waiting = [];
let underWay = 0;
let decisions = 0;
let last = Promise.resolve();
let does = () => {};

function handKeysTo(page) {
  does = page;
}

function forgetKeys() {
  waiting.length = 0;
}

// Tells whether a key must not be done now: it waits, or it is dropped.
function waits(key, held) {
  if (!underWay) return held && DECIDES.test(key);
  const undecided = decisions || waiting.some((one) => DECIDES.test(one));
  if (!held && waiting.length < MOST_WAITING && (HARMLESS.test(key) || !undecided)) waiting.push(key);
  return true;
}

// Does one piece of work after those before it; `decides` is one by which something is recorded. The work that
// answers false ends the page: no key goes on after it.
function inTurn(work, decides = false) {
  underWay += 1;
  decisions += decides ? 1 : 0;
  document.body.setAttribute("aria-busy", "true");
  const done = last.then(work).finally(() => {
    underWay -= 1;
    decisions -= decides ? 1 : 0;
    if (!underWay) document.body.removeAttribute("aria-busy");
  });
  last = done.then(
    (stays) => {
      if (stays === false) forgetKeys();
      while (!underWay && waiting.length) does(waiting.shift());
    },
    forgetKeys,
  );
  return done;
}
