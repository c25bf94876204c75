// Shows what autosave.js kept in this browser of a form that has been sent since, for copying.
import { plain } from "./form-texts.js";
import { readCopy } from "./kept-texts.js";

document.querySelectorAll("[data-browser-texts]").forEach((section) => {
  const { labels, sent } = JSON.parse(document.getElementById("browser-texts-known").textContent);
  const prefix = `verso:${section.dataset.owner}:${section.dataset.browserTexts}:`;

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
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button--link", textContent: section.dataset.delete });
    button.addEventListener("click", () => {
      localStorage.removeItem(key);
      list.remove();
      button.remove();
      section.hidden = !section.querySelector("dl");
    });
    section.append(list, button);
    section.hidden = false;
  };

  Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => {
    const fields = readCopy(key)?.fields ?? {};
    const names = Object.keys(labels).filter((name) => plain(fields[name]) && plain(fields[name]) !== plain(sent[name]));
    if (names.length) show(key, names, fields);
    else localStorage.removeItem(key);
  });
});
