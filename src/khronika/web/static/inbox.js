// Shows how far the work is without a press: looks again every two seconds while something goes on.
"use strict";

async function lookAgain() {
  const before = document.getElementById("jobs");
  if (!before || before.dataset.goingOn !== "1") return;
  const answer = await fetch(window.location.href, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("jobs");
    if (fresh) before.replaceWith(fresh);
  }
  window.setTimeout(lookAgain, 2000);
}

window.setTimeout(lookAgain, 1000);
