// The server says that it took a form: its writer's copy of this tab in this browser is no longer
// needed, unless they typed on after the form had left. Another person's copy stays.
import { deleteCopy, keyOfCopy, readCopy } from "./kept-texts.js";
import { tabName } from "./open-tabs.js";

document.querySelectorAll("[data-sent-draft]").forEach((message) => {
  const [draft, owner] = message.dataset.sentDraft.split(" ");
  const address = `/drafts/${draft}/`;
  const isShownHere = document.querySelector(`[data-autosave="${address}"], [data-browser-texts="${address}"]`);
  const key = keyOfCopy(owner, address, tabName());
  const { fields, sent } = readCopy(key) ?? {};
  if (!sent) return; // there is no copy, or another tab sent the form
  if (JSON.stringify(fields) === JSON.stringify(sent)) deleteCopy(key);
  else if (!isShownHere) message.append(` ${message.dataset.typedSince}`);
});
