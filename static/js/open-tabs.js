// Which forms are open in which tabs: each page says what it opened, and answers who asks.
import { randomName } from "./kept-texts.js";

const page = randomName();
const openPages = new Map();
const channel = new BroadcastChannel("verso-forms");
const listeners = [];

const nameTab = () => sessionStorage.setItem("verso:tab", randomName());

export const tabName = () => sessionStorage.getItem("verso:tab");
if (!tabName()) nameTab();

// The server takes no request of a tab that is older than the last one; a clock may be put back.
export const nextSequence = () => {
  const last = Number(sessionStorage.getItem("verso:sequence")) || 0;
  const next = Math.max(last + 1, Date.now());
  sessionStorage.setItem("verso:sequence", next);
  return next;
};

export const announce = (kind, address) => channel.postMessage({ kind, address, tab: tabName(), page });

export const otherTabs = (address) =>
  [...openPages.values()].filter((other) => other.address === address).map((other) => other.tab);

// Calls `act` whenever another page has opened or closed the form of this address.
export const onOtherTab = (address, act) => listeners.push({ address, act });

channel.addEventListener("message", ({ data }) => {
  if (data.kind === "closed") openPages.delete(data.page + data.address);
  else openPages.set(data.page + data.address, data);
  listeners.filter((listener) => listener.address === data.address).forEach((listener) => {
    if (data.kind === "opened") announce("open", data.address);
    // A duplicated tab has its original's session storage; one of the two takes a new name.
    if (data.kind !== "closed" && data.tab === tabName() && data.page > page) nameTab();
    listener.act();
  });
});
