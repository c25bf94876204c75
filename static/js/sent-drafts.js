// The server says that it took a form: the copy of this tab in this browser is no longer needed,
// unless its writer typed on after the form had left.
import { deleteCopy, keysOfTab, readCopy } from "./kept-texts.js";
import { tabName } from "./open-tabs.js";

document.querySelectorAll("[data-sent-draft]").forEach((message) => {
  const address = `/drafts/${message.dataset.sentDraft}/`;
  const isShownHere = document.querySelector(`[data-autosave="${address}"], [data-browser-texts="${address}"]`);
  keysOfTab(address, tabName()).forEach((key) => {
    const { fields, sent } = readCopy(key);
    if (!sent) return; // another tab sent the form
    if (JSON.stringify(fields) === JSON.stringify(sent)) deleteCopy(key);
    else if (!isShownHere) message.append(` ${message.dataset.typedSince}`);
  });
});
