// Saves forms marked data-autosave="<address>" a moment after one stops typing, and says so.
// Where the network is away the text is kept in this browser and offered again.
"use strict";

document.querySelectorAll("form[data-autosave]").forEach((form) => {
  const address = form.dataset.autosave;
  const state = form.querySelector(".save-state");
  const revision = form.querySelector('[name="draft_revision"]');
  const kept = `verso:${address}`;
  let timer = null;
  let saving = false;
  let changed = false;
  let refused = false;

  const say = (words, failed) => {
    state.textContent = words;
    state.classList.toggle("save-state--failed", failed);
  };

  const written = () => {
    const fields = {};
    new FormData(form).forEach((value, name) => {
      if (!["csrfmiddlewaretoken", "draft_revision", "hand_in", "save"].includes(name)) fields[name] = value;
    });
    return fields;
  };

  const keepHere = () => localStorage.setItem(kept, JSON.stringify(written()));

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
        localStorage.removeItem(kept);
        say(form.dataset.saved.replace("%s", new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })), false);
      } else if (answer.status === 409 || answer.status === 413) {
        refused = true;
        keepHere();
        say((await answer.json()).error, true);
      } else {
        throw new Error(`status ${answer.status}`);
      }
    } catch {
      changed = true;
      keepHere();
      say(form.dataset.unsaved, true);
      later(10);
    }
    saving = false;
    if (changed && !refused) later(2);
  }

  form.addEventListener("input", () => {
    changed = true;
    later(2);
  });
  // Sent with something not saved yet: a copy stays here in case the sign-in has run out meanwhile.
  form.addEventListener("submit", () => {
    if (changed) keepHere();
    else localStorage.removeItem(kept);
    changed = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  // What a lost connection left in this browser comes back, and is saved with the next change.
  const left = localStorage.getItem(kept);
  if (left) {
    Object.entries(JSON.parse(left)).forEach(([name, value]) => {
      form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((field) => {
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
      });
    });
    changed = true;
    say(form.dataset.restored, false);
    later(1);
  }
});
