// What this browser keeps of forms that the server has not confirmed, apart for each person, form and tab.

const KEPT_DAYS = 60;

export const randomName = () => crypto.getRandomValues(new Uint32Array(3)).join("");

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

export const copiesOf = (prefix) =>
  Object.keys(localStorage).filter((key) => key.startsWith(prefix)).filter((key) => {
    const copy = readCopy(key);
    const isOld = !copy || Date.now() - copy.at > KEPT_DAYS * 86400000;
    if (isOld) localStorage.removeItem(key);
    return !isOld;
  });
