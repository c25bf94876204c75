// Saves forms marked data-autosave="<address>" while one writes, and says truly what is saved.
// What the server has not confirmed is kept in this browser, apart for each person, form and tab.
"use strict";

const SAVE_AFTER = 1500; // milliseconds without a key
const SAVE_WITHIN = 4000; // milliseconds after the first change, however fast one types
const ASK_AGAIN = 5000; // while signed out or without a connection
const ANSWER_WITHIN = 20000;
const SAY_SAVING_AFTER = 1000; // a shorter wait is not worth a word
const KEPT_DAYS = 60;

const page = crypto.getRandomValues(new Uint32Array(2)).join("");
let tab = sessionStorage.getItem("verso:tab");
const nameTab = () => {
  tab = crypto.getRandomValues(new Uint32Array(3)).join("");
  sessionStorage.setItem("verso:tab", tab);
};
if (!tab) nameTab();

// The server takes no request of a tab that is older than the last one; a clock may be put back.
const nextSequence = () => {
  const last = Number(sessionStorage.getItem("verso:sequence")) || 0;
  const next = Math.max(last + 1, Date.now());
  sessionStorage.setItem("verso:sequence", next);
  return next;
};

// Which forms are open in which tabs: each page says what it opened, and answers who asks.
const openPages = new Map();
const channel = new BroadcastChannel("verso-forms");
const announce = (kind, address) => channel.postMessage({ kind, address, tab, page });
const listeners = [];
channel.addEventListener("message", ({ data }) => {
  if (data.kind === "closed") openPages.delete(data.page + data.address);
  else openPages.set(data.page + data.address, data);
  listeners.forEach((listener) => listener(data));
});

// --- What is kept in this browser -------------------------------------------------------------

const readCopy = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

const writeCopy = (key, copy) => {
  try {
    localStorage.setItem(key, JSON.stringify(copy));
    return true;
  } catch {
    return false; // full, or forbidden by the person
  }
};

const copiesOf = (prefix) =>
  Object.keys(localStorage).filter((key) => key.startsWith(prefix)).filter((key) => {
    const copy = readCopy(key);
    const isOld = !copy || Date.now() - copy.at > KEPT_DAYS * 86400000;
    if (isOld) localStorage.removeItem(key);
    return !isOld;
  });

// --- One form -----------------------------------------------------------------------------------

class WrittenForm {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.autosave;
    this.words = form.dataset;
    this.state = form.querySelector(".save-state");
    this.revision = form.querySelector('[name="draft_revision"]');
    this.baseField = form.querySelector('[name="draft_base"]');
    this.base = JSON.parse(this.baseField.value);
    this.confirmed = this.rendered();
    this.prefix = `verso:${this.words.owner}:${this.address}:`;
    this.timer = null;
    this.dirtySince = 0;
    this.isBusy = false;
    this.isClosed = false;
    this.leftAt = 0;
    this.offers = new Set();
  }

  get key() {
    return this.prefix + tab;
  }

  start() {
    if (this.words.refused) this.say(this.words.refused, { failed: true });
    else if (!this.state.textContent.trim()) this.say(this.words.ready);
    this.form.querySelectorAll("[data-needs-script]").forEach((button) => { button.hidden = false; });
    this.form.addEventListener("input", (event) => this.typed(event.target));
    this.form.addEventListener("submit", () => this.leave());
    // The copy brings back what was typed; the browser would put it over what was saved elsewhere since.
    this.form.autocomplete = "off";
    this.restore();
    if (!this.timer && this.isUnsaved()) this.saveSoon(); // typed before this script came
    listeners.push((data) => this.met(data));
    announce("opened", this.address);
    setTimeout(() => this.offerLeft(), 500); // open tabs have answered by then
  }

  fields() {
    return [...this.form.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((field) => field.name);
  }

  // Hidden fields are the page's own (tokens, marks of what was read), not what somebody wrote.
  written() {
    const texts = {};
    this.fields().forEach((field) => {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked) texts[field.name] = field.value;
      } else texts[field.name] = field.value;
    });
    return texts;
  }

  // What the server sent, whatever somebody has typed before this script came.
  rendered() {
    const texts = {};
    this.fields().forEach((field) => {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.defaultChecked) texts[field.name] = field.value;
      } else if (field.options) {
        const options = [...field.options];
        texts[field.name] = (options.find((option) => option.defaultSelected) ?? options[0])?.value;
      } else texts[field.name] = field.defaultValue;
    });
    return texts;
  }

  put(texts) {
    this.fields().forEach((field) => {
      if (!(field.name in texts)) return;
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === texts[field.name];
      else field.value = texts[field.name];
    });
  }

  isUnsaved() {
    const now = this.written();
    return Object.keys(now).some((name) => now[name] !== this.confirmed[name]);
  }

  say(text, { failed = false, link = null } = {}) {
    this.state.classList.toggle("save-state--failed", failed);
    this.state.textContent = text;
    if (link) this.state.append(" ", link);
    if (failed) this.keepInView();
  }

  // The bar has grown with its words: what is being typed must not be under it.
  keepInView() {
    const bar = this.form.querySelector(".writing-bar");
    const field = document.activeElement;
    if (!bar || !this.form.contains(field) || bar.contains(field)) return;
    const { top, bottom } = field.getBoundingClientRect();
    const hidden = bottom - bar.getBoundingClientRect().top;
    if (hidden > 0 && top > 0) scrollBy({ top: Math.min(hidden + 8, top), behavior: "instant" });
  }

  typed(field) {
    if (!this.isUnsaved()) return;
    this.tellRoom(field);
    this.saveSoon();
  }

  saveSoon() {
    this.dirtySince ||= Date.now();
    this.keep();
    const latest = this.dirtySince + SAVE_WITHIN - Date.now();
    this.later(Math.max(0, Math.min(SAVE_AFTER, latest)));
  }

  tellRoom(field) {
    const limit = Number(field.dataset.limit);
    if (!limit) return;
    let room = field.parentElement.querySelector(".room");
    const left = limit - field.value.length;
    if (left > limit / 10) {
      room?.remove();
      return;
    }
    if (!room) {
      room = document.createElement("p");
      room.className = "room field__help";
      room.setAttribute("aria-live", "polite");
      field.after(room);
    }
    const count = Math.abs(left).toLocaleString(document.documentElement.lang || "en");
    room.textContent = (left < 0 ? this.words.tooLong : this.words.room).replace("%s", count);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  keep() {
    const copy = { fields: this.written(), base: this.base, revision: this.revision.value, at: Date.now() };
    return writeCopy(this.key, copy);
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  // Before the page goes: a copy stays until a page shows that the server has the text.
  leave() {
    clearTimeout(this.timer);
    if (this.isUnsaved()) this.keep();
    this.addHidden("draft_tab", tab);
    this.addHidden("draft_sequence", nextSequence());
    this.isClosed = true;
  }

  addHidden(name, value) {
    let field = this.form.querySelector(`input[type=hidden][name="${name}"]`);
    if (!field) {
      field = document.createElement("input");
      Object.assign(field, { type: "hidden", name });
      this.form.append(field);
    }
    field.value = value;
  }

  async save() {
    if (this.isBusy || this.isClosed || !this.isUnsaved()) return;
    this.isBusy = true;
    clearTimeout(this.timer);
    const sent = this.written();
    const body = new FormData(this.form);
    body.set("draft_tab", tab);
    body.set("draft_sequence", nextSequence());
    this.dirtySince = 0;
    let wait = 0;
    const slow = setTimeout(() => this.say(this.words.saving), SAY_SAVING_AFTER);
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      const told = answer.type === "opaqueredirect" ? {} : await answer.json();
      clearTimeout(slow);
      wait = this.take(answer.status, told, sent);
    } catch {
      clearTimeout(slow);
      wait = this.failed();
    }
    this.isBusy = false;
    if (wait && !this.isClosed) this.later(wait);
    else if (this.isUnsaved() && !this.isClosed && !this.inConflict()) this.later(SAVE_AFTER);
  }

  // What the server said; returns after how many milliseconds to try again, 0 for not at all.
  take(status, told, sent) {
    if (status === 200 && "revision" in told) {
      this.confirm(told, sent);
      const time = new Date().toISOString().slice(11, 16);
      if (told.notice) this.say(told.notice, { failed: true });
      else this.say(this.words.saved.replace("%s", `${time} UTC`));
      return 0;
    }
    const isKept = this.keep();
    if (status === 409 && told.conflicts) {
      this.confirm(told, sent);
      this.keep();
      this.showConflicts(told);
      return 0;
    }
    if (status === 403 && told.csrf) {
      this.form.querySelector('[name="csrfmiddlewaretoken"]').value = told.csrf;
      return 1;
    }
    if (status === 401) {
      this.askToSignIn(told);
      return ASK_AGAIN;
    }
    if ([404, 409, 413].includes(status) && told.error) {
      this.isClosed = status !== 413;
      this.say(told.error, { failed: true });
      return 0;
    }
    return this.failed(isKept);
  }

  failed(isKept = this.keep()) {
    this.say(isKept ? this.words.unsaved : this.words.unkept, { failed: true });
    return ASK_AGAIN;
  }

  askToSignIn(told) {
    const isOther = Boolean(told.other_person);
    let link = null;
    if (this.words.signInAct) {
      link = document.createElement("a");
      link.href = `${this.words.signIn}?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = this.words.signInAct;
    }
    this.say(isOther || told.has_newer_link ? told.error : this.words.signedOut, { failed: true, link });
  }

  // Clears only what the server has: field by field, as it was sent.
  confirm(told, sent) {
    const conflicts = told.conflicts ?? {};
    const now = this.written();
    this.revision.value = told.revision;
    Object.keys(sent).forEach((name) => {
      if (name in conflicts) return;
      if (!(name in told.newer)) {
        this.base[name] = told.base[name];
        this.confirmed[name] = sent[name];
      } else if (now[name] === sent[name]) {
        this.put({ [name]: told.newer[name] });
        this.base[name] = told.base[name];
        this.confirmed[name] = told.newer[name];
      }
    });
    if ("seen" in told.base) this.base.seen = told.base.seen;
    this.baseField.value = JSON.stringify(this.base);
    if (!Object.keys(conflicts).length) {
      this.form.querySelector('[name="draft_replaces"]')?.remove();
      this.form.querySelectorAll(".conflict").forEach((note) => note.remove());
    }
    // The page that is about to come may be older than this answer; it finds the copy, and compares.
    const isLeaving = Date.now() - this.leftAt < ANSWER_WITHIN;
    if (!this.isUnsaved() && !isLeaving) this.forget();
  }

  inConflict() {
    return Boolean(this.form.querySelector(".conflict"));
  }

  // The other text stands beside the field; the writer decides, and nothing is thrown away: the
  // server keeps the text that is not chosen.
  showConflicts(told) {
    this.form.querySelectorAll(".conflict").forEach((note) => note.remove());
    const link = document.createElement("a");
    link.href = "#other-text";
    link.textContent = this.words.theirs;
    this.say(this.words.conflict, { failed: true, link });
    Object.entries(told.conflicts).forEach(([name, text]) => {
      const field = this.fields().find((one) => one.name === name);
      if (!field) return;
      const note = document.createElement("div");
      note.className = "conflict note";
      if (!document.getElementById("other-text")) note.id = "other-text";
      note.setAttribute("role", "group");
      note.setAttribute("aria-label", this.words.theirs);
      const label = document.createElement("p");
      label.textContent = this.words.theirs;
      const other = document.createElement("p");
      other.className = "typed-text";
      const choice = this.fields().find((one) => one.name === name && one.type === "radio" && one.value === text);
      other.textContent = choice ? choice.closest("label").textContent.trim() : text;
      note.append(label, other);
      note.append(this.button(this.words.takeTheirs, () => this.settle(note, name, told, text)));
      note.append(" ", this.button(this.words.keepMine, () => this.settle(note, name, told, null)));
      field.closest(".field").append(note);
    });
  }

  settle(note, name, told, text) {
    note.remove();
    this.base[name] = told.base[name];
    this.baseField.value = JSON.stringify(this.base);
    if (text === null) this.addHidden("draft_replaces", "1");
    else {
      this.put({ [name]: text });
      this.confirmed[name] = text;
    }
    if (this.inConflict()) return;
    if (this.isUnsaved()) this.later(1);
    else {
      this.forget();
      this.say(this.words.saved.replace("%s", `${new Date().toISOString().slice(11, 16)} UTC`));
    }
  }

  button(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button--link";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  // The copy of this tab comes back by itself, with the texts it was written over: the server
  // compares, so nothing newer is replaced. Where the form was sent since, the writer decides.
  restore() {
    const copy = readCopy(this.key);
    if (!copy) return;
    if (this.isShown(copy)) this.forget();
    else if (copy.revision !== "0" && this.revision.value === "0") this.offer(this.key);
    else this.bringBack(copy);
  }

  isShown(copy) {
    const now = this.written();
    return Object.keys(copy.fields).every((name) => copy.fields[name] === (now[name] ?? ""));
  }

  bringBack(copy) {
    this.put(copy.fields);
    if (!(copy.revision !== "0" && this.revision.value === "0")) {
      this.base = { ...this.base, ...copy.base };
      this.baseField.value = JSON.stringify(this.base);
    }
    this.keep();
    this.say(this.words.restored);
    this.dirtySince = Date.now();
    this.later(300);
  }

  // --- Other tabs -----------------------------------------------------------------------------

  met(data) {
    if (data.address !== this.address) return;
    if (data.kind === "opened") announce("open", this.address);
    if (data.kind !== "closed" && data.tab === tab && data.page > page) nameTab(); // a duplicated tab
    this.warn();
  }

  warn() {
    const isOpen = [...openPages.values()].some((other) => other.address === this.address);
    let warning = this.form.querySelector(".two-tabs");
    if (!isOpen) warning?.remove();
    else if (!warning) {
      warning = document.createElement("p");
      warning.className = "two-tabs";
      warning.setAttribute("role", "alert");
      warning.textContent = this.words.twoTabs;
      this.state.after(warning);
    }
  }

  offerLeft() {
    const open = [...openPages.values()].map((other) => this.prefix + other.tab);
    copiesOf(this.prefix).filter((key) => key !== this.key && !open.includes(key)).forEach((key) => {
      if (this.isShown(readCopy(key))) localStorage.removeItem(key);
      else this.offer(key);
    });
  }

  offer(key) {
    if (this.offers.has(key)) return;
    this.offers.add(key);
    const copy = readCopy(key);
    const offer = document.createElement("p");
    offer.className = "left-text";
    const time = new Date(copy.at).toISOString().slice(0, 16).replace("T", " ");
    offer.append(`${this.words.left} (${time} UTC) `);
    offer.append(this.button(this.words.bringBack, () => {
      offer.remove();
      this.bringBack(copy);
      if (key !== this.key) localStorage.removeItem(key); // it is this tab's copy now
    }));
    this.state.after(offer);
  }
}

const forms = [...document.querySelectorAll("form[data-autosave]")].map((form) => new WrittenForm(form));
forms.forEach((form) => form.start());
const saveAll = () => forms.forEach((form) => form.save());
window.addEventListener("online", saveAll);
window.addEventListener("focus", saveAll);
document.addEventListener("visibilitychange", saveAll);
window.addEventListener("beforeunload", () => forms.forEach((form) => { form.leftAt = Date.now(); }));
window.addEventListener("pagehide", () => forms.forEach((form) => announce("closed", form.address)));
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  forms.forEach((form) => {
    form.isClosed = false;
    form.leftAt = 0;
    announce("opened", form.address);
  });
});
