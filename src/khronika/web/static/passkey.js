// Passkeys: making one on one's own page, signing in by one. Shown only where the browser can do it; otherwise
// the page says in words what to do instead. What goes wrong is said in the page's own words.
"use strict";

function octets(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

function text(octets) {
  const letters = String.fromCharCode(...new Uint8Array(octets));
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const WORDS = { NotAllowedError: "refused", AbortError: "refused", InvalidStateError: "known", SecurityError: "elsewhere" };

// A line for whoever reads the page, in the place of what the browser says of it.
class Told extends Error {}

async function asked(path, form) {
  try {
    const answer = await fetch(path, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const values = await answer.json();
    if (values.fault) throw new Told(`${values.fault[0].toUpperCase()}${values.fault.slice(1)}.`);
    if (answer.ok) return values;
  } catch (fault) {
    if (fault instanceof Told) throw fault;
  }
  throw new Told(form.dataset.over);
}

function readied(options) {
  const ready = { ...options, challenge: octets(options.challenge) };
  for (const list of ["excludeCredentials", "allowCredentials"])
    if (options[list]) ready[list] = options[list].map((one) => ({ ...one, id: octets(one.id) }));
  if (options.user) ready.user = { ...options.user, id: octets(options.user.id) };
  return ready;
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = text(credential.response[name]);
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

function attach(id, begin, act) {
  const form = document.getElementById(id);
  if (!form || !window.PublicKeyCredential) return;
  const button = form.querySelector("button"), status = form.querySelector("[role=status]");
  form.hidden = false;
  document.querySelector(`[data-without="${id}"]`).hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    status.textContent = form.dataset.waiting;
    try {
      const options = readied(await asked(begin, form));
      form.elements.answer.value = written(await act(options));
      form.submit();
    } catch (fault) {
      status.textContent = fault instanceof Told ? fault.message : form.dataset[WORDS[fault.name] || "failed"];
    }
    button.removeAttribute("aria-disabled");
  });
}

attach("add-passkey", "/me/passkeys/begin", (publicKey) => navigator.credentials.create({ publicKey }));
attach("enter-by-passkey", "/sign-in/passkey/begin", (publicKey) => navigator.credentials.get({ publicKey }));
