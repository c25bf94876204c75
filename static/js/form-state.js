// The line of a form that says what is saved.

export class FormState {
  constructor(form, words) {
    Object.assign(this, { form, words, line: form.querySelector(".save-state") });
  }

  get isEmpty() {
    return !this.line.textContent.trim();
  }

  get hasFailed() {
    return this.line.classList.contains("save-state--failed");
  }

  show(text, { failed = false, link = null } = {}) {
    this.line.classList.toggle("save-state--failed", failed);
    this.line.textContent = text;
    if (link) this.line.append(" ", link);
    if (failed) this.keepInView();
  }

  showSaved() {
    this.show(this.words.saved.replace("%s", `${new Date().toISOString().slice(11, 16)} UTC`));
  }

  showUnsaved(isKept) {
    this.show(isKept ? this.words.unsaved : this.words.unkept, { failed: true });
  }

  showSending(isKept) {
    this.show(isKept ? this.words.sending : this.words.unkept, { failed: !isKept });
  }

  // refusal: the server's answer to somebody whom it does not know as the form's writer.
  showSignIn(refusal) {
    let link = null;
    if (this.words.signInAct) {
      link = document.createElement("a");
      link.href = `${this.words.signIn}?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = this.words.signInAct;
    }
    const text = refusal.other_person || refusal.has_newer_link ? refusal.error : this.words.signedOut;
    this.show(text, { failed: true, link });
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
}
