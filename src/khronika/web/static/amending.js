// Keys for the form of one statement: Ctrl+Enter sends it, Escape goes back to the text.
"use strict";

document.addEventListener("keydown", (event) => {
  const form = document.querySelector("form.stacked");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) form.requestSubmit();
  else if (event.key === "Escape") (document.querySelector("button[name=back]") || document.querySelector(".back-to a")).click();
});

