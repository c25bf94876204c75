// What this browser keeps of forms that the server has not confirmed, apart for each person, form and tab.
// A copy is { fields, base, revision, at, sent }: the texts, the fingerprints and the revision they were
// written over, when, and the texts as they were when the form was last sent; none where it was not.

const KEPT_DAYS = 60;

export const randomName = () => crypto.getRandomValues(new Uint32Array(3)).join("");

export const keyOfCopy = (owner, address, tab) => `verso:${owner}:${address}:${tab}`;

export const readCopy = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

export const writeCopy = (key, copy) => {
  try {
    localStorage.setItem(key, JSON.stringify(copy));
    return true;
  } catch {
    return false; // full, or forbidden by the person
  }
};

export const deleteCopy = (key) => localStorage.removeItem(key);

// The keys of copies that can be read; what is too old is deleted.
export const keysOfForm = (owner, address) =>
  Object.keys(localStorage).filter((key) => key.startsWith(keyOfCopy(owner, address, ""))).filter((key) => {
    const copy = readCopy(key);
    const isOld = !copy?.fields || Date.now() - copy.at > KEPT_DAYS * 86400000;
    if (isOld) deleteCopy(key);
    return !isOld;
  });
