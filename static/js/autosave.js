// Saves forms marked data-autosave="<address>" while one writes, and says truly what is saved.
// What the server has not confirmed is kept in this browser, apart for each person, form and tab.
import { conflictNote, leftTextNote, makeButton, showRoom, twoTabsNote } from "./form-notes.js";
import { fieldsOf, plain, putInto, renderedIn, writtenIn } from "./form-texts.js";
import { copiesOf, randomName, readCopy, writeCopy } from "./kept-texts.js";
import { announce, nextSequence, onOtherTab, otherTabs, tabName } from "./open-tabs.js";

const SAVE_AFTER = 1500; // milliseconds without a key
const SAVE_WITHIN = 4000; // milliseconds after the first change, however fast one types
const ASK_AGAIN = 5000; // while signed out or without a connection
const ANSWER_WITHIN = 20000;
const SAY_SAVING_AFTER = 1000; // a shorter wait is not worth a word

class WrittenForm {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.autosave;
    this.words = form.dataset;
    this.state = form.querySelector(".save-state");
    this.revision = form.querySelector('[name="draft_revision"]');
    this.baseField = form.querySelector('[name="draft_base"]');
    this.base = JSON.parse(this.baseField.value);
    this.rendered = renderedIn(form);
    this.confirmed = { ...this.rendered };
    this.prefix = `verso:${this.words.owner}:${this.address}:`;
    this.timer = null;
    this.dirtySince = 0;
    this.isBusy = false;
    this.isClosed = false;
    this.leftAt = 0;
    this.newTokens = 0;
    this.offers = new Set();
  }

  get key() {
    return this.prefix + tabName();
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
    onOtherTab(this.address, () => this.warn());
    announce("opened", this.address);
    setTimeout(() => this.offerLeft(), 500); // open tabs have answered by then
  }

  written() {
    return writtenIn(this.form);
  }

  put(texts) {
    putInto(this.form, texts);
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
    showRoom(field, this.words);
    this.saveSoon();
  }

  saveSoon() {
    this.dirtySince ||= Date.now();
    this.keep();
    const latest = this.dirtySince + SAVE_WITHIN - Date.now();
    this.later(Math.max(0, Math.min(SAVE_AFTER, latest)));
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  keep() {
    return writeCopy(this.key, this.copy());
  }

  copy() {
    const { base, sent } = this;
    return { fields: this.written(), base, revision: this.revision.value, at: Date.now(), sent };
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  // Before the page goes: a copy stays until a page shows that the server has the text.
  leave() {
    clearTimeout(this.timer);
    this.sent = this.written();
    if (this.isUnsaved() || readCopy(this.key)) this.keep();
    this.addHidden("draft_tab", tabName());
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
    body.set("draft_tab", tabName());
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
      const reply = answer.type === "opaqueredirect" ? {} : await answer.json();
      clearTimeout(slow);
      wait = this.take(answer.status, reply, sent);
    } catch {
      clearTimeout(slow);
      wait = this.failed();
    }
    this.isBusy = false;
    if (wait && !this.isClosed) this.later(wait);
    else if (this.isUnsaved() && !this.isClosed && !this.inConflict() && !this.isRefused()) this.later(SAVE_AFTER);
  }

  // What the server said; returns after how many milliseconds to try again, 0 for not at all.
  take(status, reply, sent) {
    if (status === 200 && "revision" in reply) {
      this.confirm(reply, sent);
      const time = new Date().toISOString().slice(11, 16);
      if (reply.notice) this.say(reply.notice, { failed: true });
      else this.say(this.words.saved.replace("%s", `${time} UTC`));
      return 0;
    }
    const isKept = this.keep();
    if (status === 409 && reply.conflicts) {
      this.confirm(reply, sent);
      this.keep();
      this.showConflicts(reply);
      return 0;
    }
    if (status === 403 && reply.csrf) {
      this.form.querySelector('[name="csrfmiddlewaretoken"]').value = reply.csrf;
      this.newTokens += 1;
      return this.newTokens === 1 ? 1 : ASK_AGAIN;
    }
    if (status === 401) {
      this.askToSignIn(reply);
      return ASK_AGAIN;
    }
    if ([404, 409, 413].includes(status) && reply.error) {
      this.isClosed = status !== 413;
      this.refused = JSON.stringify(sent);
      this.say(reply.error, { failed: true });
      return 0;
    }
    return this.failed(isKept);
  }

  // Too long, or no room: the same text is not sent again by itself, however long the page is open.
  isRefused() {
    return this.refused === JSON.stringify(this.written());
  }

  failed(isKept = this.keep()) {
    this.say(isKept ? this.words.unsaved : this.words.unkept, { failed: true });
    return ASK_AGAIN;
  }

  askToSignIn(reply) {
    const isOther = Boolean(reply.other_person);
    let link = null;
    if (this.words.signInAct) {
      link = document.createElement("a");
      link.href = `${this.words.signIn}?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = this.words.signInAct;
    }
    this.say(isOther || reply.has_newer_link ? reply.error : this.words.signedOut, { failed: true, link });
  }

  // Clears only what the server has: field by field, as it was sent.
  confirm(reply, sent) {
    const conflicts = reply.conflicts ?? {};
    const now = this.written();
    this.newTokens = 0;
    this.revision.value = reply.revision;
    Object.keys(sent).forEach((name) => {
      if (name in conflicts) return;
      if (!(name in reply.newer)) {
        this.base[name] = reply.base[name];
        this.confirmed[name] = sent[name];
      } else if (now[name] === sent[name]) {
        this.put({ [name]: reply.newer[name] });
        this.base[name] = reply.base[name];
        this.confirmed[name] = reply.newer[name];
      }
    });
    if ("seen" in reply.base) this.base.seen = reply.base.seen;
    this.baseField.value = JSON.stringify(this.base);
    this.setReplaced(this.replaced().filter((name) => name in conflicts));
    if (!Object.keys(conflicts).length) this.form.querySelectorAll(".conflict").forEach((note) => note.remove());
    // The page that is about to come may be older than this answer; it finds the copy, and compares.
    const isLeaving = Date.now() - this.leftAt < ANSWER_WITHIN;
    if (!this.isUnsaved() && !isLeaving) this.forget();
  }

  // The fields whose other text the writer has seen and replaces: the server keeps that one, too.
  replaced() {
    return (this.form.querySelector('[name="draft_replaces"]')?.value ?? "").split(" ").filter(Boolean);
  }

  setReplaced(names) {
    if (names.length) this.addHidden("draft_replaces", names.join(" "));
    else this.form.querySelector('[name="draft_replaces"]')?.remove();
  }

  inConflict() {
    return Boolean(this.form.querySelector(".conflict"));
  }

  // The other text stands beside the field; the writer decides, and nothing is thrown away: the
  // server keeps the text that is not chosen.
  showConflicts(reply) {
    this.form.querySelectorAll(".conflict").forEach((note) => note.remove());
    const link = document.createElement("a");
    link.href = "#other-text";
    link.textContent = this.words.theirs;
    this.say(this.words.conflict, { failed: true, link });
    Object.entries(reply.conflicts).forEach(([name, text]) => {
      const field = fieldsOf(this.form).find((one) => one.name === name);
      if (!field) return;
      const choice = fieldsOf(this.form).find((one) => one.name === name && one.type === "radio" && one.value === text);
      const shown = choice ? choice.closest("label").textContent.trim() : text;
      const note = conflictNote(this.words.theirs, shown, [
        makeButton(this.words.takeTheirs, () => this.settle(note, name, reply, text)),
        makeButton(this.words.keepMine, () => this.settle(note, name, reply, null)),
      ]);
      field.closest(".field").append(note);
    });
  }

  settle(note, name, reply, text) {
    note.remove();
    this.base[name] = reply.base[name];
    this.baseField.value = JSON.stringify(this.base);
    if (text === null) this.setReplaced([...this.replaced(), name]);
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

  // The copy of this tab comes back by itself, with the texts it was written over: the server
  // compares, so nothing newer is replaced. Nor is what was typed before this script came; where the
  // copy has another text for such a field, or the form was sent since, the writer decides. Words
  // typed while the form was being sent were written over what was sent, which the page may show.
  restore() {
    const copy = readCopy(this.key);
    if (!copy) return;
    this.forget();
    const isSent = (name) => copy.sent && plain(copy.sent[name]) === plain(this.rendered[name]);
    const names = Object.keys(copy.fields);
    if (copy.revision !== "0" && this.revision.value === "0" && !names.every(isSent)) {
      if (!this.isShown(copy)) this.setAside(copy);
      return;
    }
    const now = this.written();
    const typed = Object.keys(now).filter((name) => now[name] !== this.rendered[name]);
    const isOther = (name) => name in copy.fields && ![now[name], this.rendered[name]].includes(copy.fields[name]);
    if (typed.some(isOther)) this.setAside(copy);
    const rest = { ...copy, fields: { ...copy.fields }, base: { ...copy.base } };
    typed.forEach((name) => delete rest.fields[name]);
    [...typed, ...names.filter(isSent)].forEach((name) => delete rest.base[name]);
    if (!this.isShown(rest)) this.bringBack(rest);
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

  warn() {
    const warning = this.form.querySelector(".two-tabs");
    if (!otherTabs(this.address).length) warning?.remove();
    else if (!warning) this.state.after(twoTabsNote(this.words.twoTabs));
  }

  offerLeft() {
    const open = otherTabs(this.address).map((name) => this.prefix + name);
    copiesOf(this.prefix).filter((key) => key !== this.key && !open.includes(key)).forEach((key) => {
      const copy = readCopy(key);
      if (this.isShown(copy)) localStorage.removeItem(key);
      else this.offer(key, copy);
    });
  }

  // As if it were of a tab that is closed: this tab's own copy is written anew with each key.
  setAside(copy) {
    const key = this.prefix + randomName();
    writeCopy(key, copy);
    this.offer(key, copy);
  }

  offer(key, copy) {
    if (this.offers.has(key)) return;
    this.offers.add(key);
    const drop = () => {
      note.remove();
      localStorage.removeItem(key);
    };
    const note = leftTextNote(this.words.left, copy.at, [
      makeButton(this.words.bringBack, () => {
        if (this.isUnsaved()) this.setAside(this.copy());
        this.bringBack(copy);
        drop(); // it is this tab's copy now
      }),
      makeButton(this.words.deleteLeft, drop),
    ]);
    this.state.after(note);
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
    form.sent = undefined;
    announce("opened", form.address);
  });
});
