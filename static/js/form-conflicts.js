// Texts of a form that met newer ones. The other text stands beside the field; the writer decides,
// and nothing is thrown away: the server keeps the text that is not chosen.
import { conflictNote, makeButton } from "./form-notes.js";
import { fieldsOf } from "./form-texts.js";

export class FormConflicts {
  // choose(name, fingerprint, text) is called with the other text, or null for the writer's own.
  constructor(form, words, choose) {
    Object.assign(this, { form, words, choose });
  }

  get areOpen() {
    return Boolean(this.form.querySelector(".conflict"));
  }

  clear() {
    this.form.querySelectorAll(".conflict").forEach((note) => note.remove());
  }

  // saved: the server's answer. Returns a link to the first of the notes.
  show(saved) {
    this.clear();
    Object.entries(saved.conflicts).forEach(([name, text]) => this.showOne(name, text, saved.base[name]));
    const link = document.createElement("a");
    link.href = "#other-text";
    link.textContent = this.words.theirs;
    return link;
  }

  showOne(name, text, fingerprint) {
    const fields = fieldsOf(this.form).filter((field) => field.name === name);
    if (!fields.length) return;
    const choice = fields.find((field) => field.type === "radio" && field.value === text);
    const shown = choice ? choice.closest("label").textContent.trim() : text;
    const decide = (chosen) => {
      note.remove();
      this.choose(name, fingerprint, chosen);
    };
    const note = conflictNote(this.words.theirs, shown, [
      makeButton(this.words.takeTheirs, () => decide(text)),
      makeButton(this.words.keepMine, () => decide(null)),
    ]);
    fields[0].closest(".field").append(note);
  }
}
