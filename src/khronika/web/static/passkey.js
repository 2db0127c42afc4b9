// Passkeys: making one on one's own page, signing in by one. Shown only where the browser can do it.
"use strict";

function octets(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

function text(octets) {
  const letters = String.fromCharCode(...new Uint8Array(octets));
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function asked(path, form) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const values = await answer.json();
  if (!answer.ok) throw new Error(values.fault || answer.statusText);
  return values;
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
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const options = readied(await asked(begin, form));
      form.elements.answer.value = written(await act(options));
      form.submit();
    } catch (fault) {
      form.querySelector("[role=status]").textContent = fault.message;
    }
  });
}

attach("add-passkey", "/me/passkeys/begin", (publicKey) => navigator.credentials.create({ publicKey }));
attach("enter-by-passkey", "/sign-in/passkey/begin", (publicKey) => navigator.credentials.get({ publicKey }));
