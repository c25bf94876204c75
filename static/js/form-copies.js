// The copies in this browser of one form: this tab's own, and those of tabs that are closed.
import { leftTextNote, makeButton, makeConfirm } from "./form-notes.js";
import { deleteCopy, keyOfCopy, keysOfForm, randomName, readCopy, writeCopy } from "./kept-texts.js";
import { otherTabs, tabName } from "./open-tabs.js";

export class FormCopies {
  // place: the element below which copies are offered. bringBack(copy) puts one into the form.
  constructor({ address, words, place, bringBack }) {
    Object.assign(this, { address, words, place, bringBack });
    this.offered = new Set();
  }

  keyOf(tab) {
    return keyOfCopy(this.words.owner, this.address, tab);
  }

  // A tab that was duplicated takes another name.
  get ownKey() {
    return this.keyOf(tabName());
  }

  readOwn() {
    return readCopy(this.ownKey);
  }

  writeOwn(copy) {
    return writeCopy(this.ownKey, copy);
  }

  deleteOwn() {
    deleteCopy(this.ownKey);
  }

  // isShown(copy): whether the form has these texts anyway.
  offerLeft(isShown) {
    const inUse = [tabName(), ...otherTabs(this.address)].map((tab) => this.keyOf(tab));
    keysOfForm(this.words.owner, this.address).filter((key) => !inUse.includes(key)).forEach((key) => {
      const copy = readCopy(key);
      if (isShown(copy)) deleteCopy(key);
      else this.offer(key, copy);
    });
  }

  // As if it were of a tab that is closed: this tab's own copy is written anew with each key.
  setAside(copy) {
    const key = this.keyOf(randomName());
    writeCopy(key, copy);
    this.offer(key, copy);
  }

  offer(key, copy) {
    if (this.offered.has(key)) return;
    this.offered.add(key);
    const drop = () => {
      note.remove();
      deleteCopy(key);
    };
    const note = leftTextNote(this.words.left, copy.at, [
      makeButton(this.words.bringBack, () => {
        this.bringBack(copy);
        drop(); // it is this tab's copy now
      }),
      makeConfirm(this.words.deleteLeft, this.words.deleteQuestion, drop),
    ]);
    this.place.after(note);
  }
}
