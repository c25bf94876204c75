// Saves forms marked data-autosave="<address>" while one writes, and says truly what is saved.
// What the server has not confirmed is kept in this browser.
import { FormConflicts } from "./form-conflicts.js";
import { FormCopies } from "./form-copies.js";
import { showRoom, twoTabsNote } from "./form-notes.js";
import { FormState } from "./form-state.js";
import { plain, putInto, renderedIn, writtenIn } from "./form-texts.js";
import { announce, nextSequence, onOtherTab, otherTabs, tabName } from "./open-tabs.js";

const SAVE_AFTER = 1500; // milliseconds without a key
const SAVE_WITHIN = 4000; // milliseconds after the first change, however fast one types
const ASK_AGAIN = 5000; // while signed out or without a connection
const ANSWER_WITHIN = 20000;
// A form whose page still stands then has been sent in vain, it seems. It may arrive later all the
// same: the server carries out no request that is older than another one of this tab.
const SENT_WITHIN = ANSWER_WITHIN;
const SHOW_SAVING_AFTER = 1000; // a shorter wait is not worth a word

class WrittenForm {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.autosave;
    this.words = form.dataset;
    this.state = new FormState(form, this.words);
    this.revision = form.querySelector('[name="draft_revision"]');
    this.baseField = form.querySelector('[name="draft_base"]');
    this.base = JSON.parse(this.baseField.value);
    this.rendered = renderedIn(form);
    this.confirmed = { ...this.rendered };
    this.conflicts = new FormConflicts(form, this.words, (...chosen) => this.settle(...chosen));
    this.copies = new FormCopies({
      address: this.address,
      words: this.words,
      place: this.state.line,
      bringBack: (copy) => this.replaceBy(copy),
    });
    this.timer = null;
    this.dirtySince = 0;
    this.isBusy = false;
    this.isClosed = false; // it takes no text any more
    this.isBeingSent = false;
    this.sentAs = 0; // the sequence it was last sent with
    this.heard = nextSequence(); // the tab's last request of which this page knows what became
    this.leftAt = 0;
    this.newTokens = 0;
  }

  start() {
    if (this.words.refused) this.state.show(this.words.refused, { failed: true });
    else if (this.state.isEmpty) this.state.show(this.words.ready);
    this.form.querySelectorAll("[data-needs-script]").forEach((button) => { button.hidden = false; });
    this.form.addEventListener("input", (event) => this.typed(event.target));
    this.form.addEventListener("submit", () => this.leave());
    // The copy brings back what was typed; the browser would put it over what was saved elsewhere since.
    this.form.autocomplete = "off";
    this.restore();
    if (!this.timer && this.isUnsaved()) this.saveSoon(); // typed before this script came
    onOtherTab(this.address, () => this.warn());
    announce("opened", this.address);
    setTimeout(() => this.copies.offerLeft((copy) => this.isShown(copy)), 500); // open tabs have answered by then
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

  typed(field) {
    showRoom(field, this.words);
    if (this.isBeingSent) this.keepUnsent();
    else if (this.isUnsaved()) this.saveSoon();
    else if (!this.isBusy && !this.isClosed && !this.conflicts.areOpen) this.forget();
  }

  // What is saved stands in the form again: a copy would bring back what was undone.
  forget() {
    clearTimeout(this.timer);
    this.dirtySince = 0;
    this.copies.deleteOwn();
    if (this.state.hasFailed) this.state.show(this.words.ready);
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
    return this.copies.writeOwn(this.copy());
  }

  copy() {
    const { base, sent } = this;
    return { fields: this.written(), base, revision: this.revision.value, at: Date.now(), sent };
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

  // --- Sending --------------------------------------------------------------------------------

  // Before the page goes: a copy stays until a page shows that the server has the text.
  leave() {
    const written = this.written();
    // By a double click: it is the same request, so the server carries it out once.
    if (this.isBeingSent && JSON.stringify(written) === JSON.stringify(this.sent)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stay(), SENT_WITHIN);
    this.isBeingSent = true;
    this.sent = written;
    if (this.isUnsaved() || this.copies.readOwn()) this.keep();
    this.sentAs = nextSequence();
    this.addHidden("draft_tab", tabName());
    this.addHidden("draft_sequence", this.sentAs);
    this.addHidden("draft_heard", this.heard);
  }

  // Whatever is typed now was not sent, also where it is what had been saved before.
  keepUnsent() {
    this.state.showSending(this.keep());
  }

  // The page stands after all: the sending was stopped, or brought no page. Whether the server has
  // the text is not known; what is unsaved goes there again.
  stay() {
    if (!this.isBeingSent) return;
    clearTimeout(this.timer);
    this.isBeingSent = false;
    this.leftAt = 0;
    if (this.isClosed) return;
    this.state.show(this.words.unanswered, { failed: true });
    if (this.isUnsaved()) this.saveSoon();
  }

  // The browser shows the page once more as it was.
  comeBack() {
    clearTimeout(this.timer);
    this.isClosed = false;
    this.isBeingSent = false;
    this.leftAt = 0;
    this.heard = nextSequence(); // another page of this tab may have saved meanwhile
    announce("opened", this.address);
  }

  // --- Saving ---------------------------------------------------------------------------------

  async save() {
    if (this.isBusy || this.isClosed || this.isBeingSent || !this.isUnsaved()) return;
    this.isBusy = true;
    clearTimeout(this.timer);
    const sent = this.written();
    const sequence = nextSequence();
    const body = new FormData(this.form);
    body.set("draft_tab", tabName());
    body.set("draft_sequence", sequence);
    body.set("draft_heard", this.heard);
    this.dirtySince = 0;
    let wait = 0;
    const slow = setTimeout(() => this.state.show(this.words.saving), SHOW_SAVING_AFTER);
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      const saved = answer.type === "opaqueredirect" ? {} : await answer.json();
      clearTimeout(slow);
      if ("revision" in saved) this.heard = sequence;
      // A refusal of what was asked before the form was sent says nothing of how it stands since.
      if (answer.ok || sequence > this.sentAs) wait = this.take(answer.status, saved, sent);
    } catch {
      clearTimeout(slow);
      if (!this.isBeingSent) wait = this.failed();
    }
    this.isBusy = false;
    if (this.isClosed || this.isBeingSent) return;
    if (wait) this.later(wait);
    else if (this.isUnsaved() && !this.conflicts.areOpen && !this.isRefused()) this.later(SAVE_AFTER);
  }

  // Takes the server's answer; returns after how many milliseconds to try again, 0 for not at all.
  take(status, saved, sent) {
    if (status === 200 && "revision" in saved) {
      this.confirm(saved, sent);
      if (saved.notice) this.state.show(saved.notice, { failed: true });
      else if (!this.isBeingSent) this.state.showSaved();
      return 0;
    }
    const isKept = this.keep();
    if (status === 409 && saved.conflicts) {
      this.confirm(saved, sent);
      this.keep();
      this.state.show(this.words.conflict, { failed: true, link: this.conflicts.show(saved) });
      return 0;
    }
    if (status === 403 && saved.csrf) {
      this.form.querySelector('[name="csrfmiddlewaretoken"]').value = saved.csrf;
      this.newTokens += 1;
      return this.newTokens === 1 ? 1 : ASK_AGAIN;
    }
    if (status === 401) {
      this.state.showSignIn(saved);
      return ASK_AGAIN;
    }
    if ([404, 409, 413].includes(status) && saved.error) {
      this.isClosed = status !== 413;
      this.refused = JSON.stringify(sent);
      this.state.show(saved.error, { failed: true });
      return 0;
    }
    return this.failed(isKept);
  }

  // Too long, or no room: the same text is not sent again by itself, however long the page is open.
  isRefused() {
    return this.refused === JSON.stringify(this.written());
  }

  failed(isKept = this.keep()) {
    this.state.showUnsaved(isKept);
    return ASK_AGAIN;
  }

  // Clears only what the server has: field by field, as it was sent.
  confirm(saved, sent) {
    const conflicts = saved.conflicts ?? {};
    const now = this.written();
    this.newTokens = 0;
    this.revision.value = saved.revision;
    Object.keys(sent).forEach((name) => {
      if (name in conflicts) return;
      if (!(name in saved.newer)) {
        this.base[name] = saved.base[name];
        this.confirmed[name] = sent[name];
      } else if (now[name] === sent[name]) {
        this.put({ [name]: saved.newer[name] });
        this.base[name] = saved.base[name];
        this.confirmed[name] = saved.newer[name];
      }
    });
    if ("seen" in saved.base) this.base.seen = saved.base.seen;
    this.baseField.value = JSON.stringify(this.base);
    this.setReplaced(this.replaced().filter((name) => name in conflicts));
    if (!Object.keys(conflicts).length) this.conflicts.clear();
    // The page that is about to come may be older than this answer; it finds the copy, and compares.
    const isLeaving = this.isBeingSent || Date.now() - this.leftAt < ANSWER_WITHIN;
    if (!this.isUnsaved() && !isLeaving) this.copies.deleteOwn();
  }

  // The fields whose other text the writer has seen and replaces: the server keeps that one, too.
  replaced() {
    return (this.form.querySelector('[name="draft_replaces"]')?.value ?? "").split(" ").filter(Boolean);
  }

  setReplaced(names) {
    if (names.length) this.addHidden("draft_replaces", names.join(" "));
    else this.form.querySelector('[name="draft_replaces"]')?.remove();
  }

  // The writer has chosen between two texts; text: the other one, null for their own.
  settle(name, fingerprint, text) {
    this.base[name] = fingerprint;
    this.baseField.value = JSON.stringify(this.base);
    if (text === null) this.setReplaced([...this.replaced(), name]);
    else {
      this.put({ [name]: text });
      this.confirmed[name] = text;
    }
    if (this.conflicts.areOpen) return;
    if (this.isUnsaved()) this.later(1);
    else {
      this.copies.deleteOwn();
      this.state.showSaved();
    }
  }

  // --- Copies in this browser -----------------------------------------------------------------

  // The copy of this tab comes back by itself, with the texts it was written over: the server
  // compares, so nothing newer is replaced. Nor is what was typed before this script came; where the
  // copy has another text for such a field, or the form was sent since, the writer decides. Words
  // typed while the form was being sent were written over what was sent, which the page may show.
  restore() {
    const copy = this.copies.readOwn();
    if (!copy) return;
    this.copies.deleteOwn();
    const isSent = (name) => copy.sent && plain(copy.sent[name]) === plain(this.rendered[name]);
    const names = Object.keys(copy.fields);
    if (this.isOfSentDraft(copy) && !names.every(isSent)) {
      if (!this.isShown(copy)) this.copies.setAside(copy);
      return;
    }
    const now = this.written();
    const typed = Object.keys(now).filter((name) => now[name] !== this.rendered[name]);
    const isOther = (name) => name in copy.fields && ![now[name], this.rendered[name]].includes(copy.fields[name]);
    if (typed.some(isOther)) this.copies.setAside(copy);
    const rest = { ...copy, fields: { ...copy.fields }, base: { ...copy.base } };
    typed.forEach((name) => delete rest.fields[name]);
    [...typed, ...names.filter(isSent)].forEach((name) => delete rest.base[name]);
    if (!this.isShown(rest)) this.bringBack(rest);
  }

  // Whether the draft that the copy was written over is sent or deleted since.
  isOfSentDraft(copy) {
    return copy.revision !== "0" && this.revision.value === "0";
  }

  isShown(copy) {
    const now = this.written();
    return Object.keys(copy.fields).every((name) => copy.fields[name] === (now[name] ?? ""));
  }

  bringBack(copy) {
    this.put(copy.fields);
    if (!this.isOfSentDraft(copy)) {
      this.base = { ...this.base, ...copy.base };
      this.baseField.value = JSON.stringify(this.base);
    }
    this.keep();
    this.state.show(this.words.restored);
    this.dirtySince = Date.now();
    this.later(300);
  }

  // By a copy that was offered.
  replaceBy(copy) {
    if (this.isUnsaved()) this.copies.setAside(this.copy());
    this.bringBack(copy);
  }

  warn() {
    const warning = this.form.querySelector(".two-tabs");
    if (!otherTabs(this.address).length) warning?.remove();
    else if (!warning) this.state.line.after(twoTabsNote(this.words.twoTabs));
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
  if (event.persisted) forms.forEach((form) => form.comeBack());
});
// Where the browser knows this event: the page that was asked for is not coming, as the writer has
// stopped it. Where another page was asked for in its place, that one is.
let asked = null;
window.navigation?.addEventListener("navigate", ({ signal }) => {
  asked = signal;
  signal.addEventListener("abort", () => setTimeout(() => {
    if (asked === signal) forms.forEach((form) => form.stay());
  }));
});
