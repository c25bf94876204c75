// Shows what autosave.js kept in this browser of a form that has been sent since, for copying.
import { makeConfirm } from "./form-notes.js";
import { plain } from "./form-texts.js";
import { deleteCopy, keysOfForm, readCopy } from "./kept-texts.js";

document.querySelectorAll("[data-browser-texts]").forEach((section) => {
  const { labels, sent } = JSON.parse(document.getElementById("browser-texts-known").textContent);

  const show = (key, names, fields) => {
    const list = document.createElement("dl");
    list.className = "typed-texts";
    names.forEach((name) => {
      const label = document.createElement("dt");
      label.textContent = labels[name];
      const text = document.createElement("dd");
      text.textContent = fields[name];
      list.append(label, text);
    });
    const confirm = makeConfirm(section.dataset.delete, section.dataset.deleteQuestion, () => {
      deleteCopy(key);
      list.remove();
      confirm.remove();
      section.hidden = !section.querySelector("dl");
    });
    section.append(list, confirm);
    section.hidden = false;
  };

  keysOfForm(section.dataset.owner, section.dataset.browserTexts).forEach((key) => {
    const { fields } = readCopy(key);
    const names = Object.keys(labels).filter((name) => plain(fields[name]) && plain(fields[name]) !== plain(sent[name]));
    if (names.length) show(key, names, fields);
    else deleteCopy(key);
  });
});
