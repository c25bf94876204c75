// Saves forms marked data-autosave="<address>" a moment after one stops typing, and says so.
// What cannot be saved is kept in this browser, with the revision of the text it was written over.
"use strict";

document.querySelectorAll("form[data-autosave]").forEach((form) => {
  const address = form.dataset.autosave;
  const words = form.dataset;
  const state = form.querySelector(".save-state");
  const revision = form.querySelector('[name="draft_revision"]');
  const kept = `verso:${address}`;
  let timer = null;
  let saving = false;
  let changed = false;
  let refused = false;

  const say = (text, failed) => {
    state.textContent = text;
    state.classList.toggle("save-state--failed", failed);
  };

  // Hidden fields are the page's own (tokens, marks of what was read), not what somebody wrote.
  const written = () => {
    const fields = {};
    form.querySelectorAll("input:not([type=hidden]), select, textarea").forEach((field) => {
      if (!field.name || (field.type === "radio" && !field.checked)) return;
      fields[field.name] = field.value;
    });
    return fields;
  };

  const keep = (storage) =>
    storage.setItem(kept, JSON.stringify({ revision: revision.value, fields: written() }));
  const forget = () => [localStorage, sessionStorage].forEach((storage) => storage.removeItem(kept));

  const bringBack = (fields) => {
    Object.entries(fields).forEach(([name, value]) => {
      form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((field) => {
        if (field.type === "radio") field.checked = field.value === value;
        else if (field.type !== "hidden") field.value = value;
      });
    });
    forget();
    changed = true;
    say(words.restored, false);
    later(1);
  };

  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(save, seconds * 1000);
  };

  async function save() {
    if (saving || !changed || refused) return;
    saving = true;
    changed = false;
    const body = new FormData(form);
    body.delete("hand_in");
    body.delete("save");
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) {
        revision.value = (await answer.json()).revision;
        forget();
        const time = new Date().toISOString().slice(11, 16);
        say(words.saved.replace("%s", `${time} UTC`), false);
      } else if (answer.status === 409 || answer.status === 413) {
        refused = true;
        keep(localStorage);
        say((await answer.json()).error, true);
      } else {
        throw new Error(`status ${answer.status}`);
      }
    } catch {
      changed = true;
      keep(localStorage);
      say(words.unsaved, true);
      later(10);
    }
    saving = false;
    if (changed && !refused) later(2);
  }

  if (!state.textContent.trim()) say(words.ready, false);
  form.querySelectorAll("[data-needs-script]").forEach((button) => { button.hidden = false; });

  form.addEventListener("input", () => {
    changed = true;
    later(2);
  });
  // Sent with something not saved yet: a copy stays in this tab in case the sign-in has run out.
  form.addEventListener("submit", () => {
    if (changed) keep(sessionStorage);
    else forget();
    changed = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  // A kept copy comes back by itself only over the very text it was written over; where a newer one
  // was saved elsewhere meanwhile, both are kept and the writer decides.
  const left = JSON.parse(sessionStorage.getItem(kept) ?? localStorage.getItem(kept) ?? "null");
  if (left === null) return;
  if (JSON.stringify(left.fields) === JSON.stringify(written())) {
    forget();
  } else if (left.revision === revision.value) {
    bringBack(left.fields);
  } else {
    say(words.newer, true);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button--link";
    button.textContent = words.bringBack;
    button.addEventListener("click", () => {
      bringBack(left.fields);
      button.remove();
    });
    state.after(button);
  }
});
