// What a form that saves itself shows beside its fields.

export const makeButton = (words, act) => {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button--link", textContent: words });
  button.addEventListener("click", act);
  return button;
};

// Opens a question; the button below it acts. As components/_confirm.html has it.
export const makeConfirm = (words, question, act) => {
  const details = document.createElement("details");
  details.className = "confirm confirm--grave";
  const summary = document.createElement("summary");
  summary.textContent = words;
  const body = document.createElement("div");
  body.className = "confirm__body";
  const button = makeButton(words, act);
  button.className = "button--grave";
  body.append(makeParagraph("", question), button);
  details.append(summary, body);
  return details;
};

// A moment in words, the exact one on hover: 3 March 2026, 09:05 UTC.
const makeTime = (at) => {
  const moment = new Date(at);
  const exact = moment.toISOString();
  const language = document.documentElement.lang || "en";
  const format = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const day = moment.toLocaleDateString(language === "en" ? "en-GB" : language, format);
  const time = document.createElement("time");
  time.dateTime = exact;
  time.title = `${exact.slice(0, 19).replace("T", " ")} UTC`;
  time.textContent = `${day}, ${exact.slice(11, 16)} UTC`;
  return time;
};

const makeParagraph = (className, ...content) => {
  const paragraph = document.createElement("p");
  paragraph.className = className;
  paragraph.append(...content);
  return paragraph;
};

// Two texts for one field: the other one, with a button for each.
export const conflictNote = (label, otherText, buttons) => {
  const note = document.createElement("div");
  note.className = "conflict note";
  note.setAttribute("role", "group");
  note.setAttribute("aria-label", label);
  if (!document.getElementById("other-text")) note.id = "other-text";
  note.append(makeParagraph("", label), makeParagraph("typed-text", otherText));
  buttons.forEach((button) => note.append(button, " "));
  return note;
};

// A text that only this browser keeps, since `at` (milliseconds).
export const leftTextNote = (words, at, buttons) => {
  const note = document.createElement("div");
  note.className = "left-text";
  note.append(makeParagraph("", words, " (", makeTime(at), ")"));
  buttons.forEach((button) => note.append(button, " "));
  return note;
};

export const twoTabsNote = (words) => {
  const note = makeParagraph("two-tabs", words);
  note.setAttribute("role", "alert");
  return note;
};

// How many characters the field still takes; nothing while there is plenty of room.
export const showRoom = (field, { room: left, tooLong }) => {
  const limit = Number(field.dataset.limit);
  if (!limit) return;
  let note = field.parentElement.querySelector(".room");
  const count = limit - field.value.length;
  if (count > limit / 10) {
    note?.remove();
    return;
  }
  if (!note) {
    note = makeParagraph("room field__help");
    note.setAttribute("aria-live", "polite");
    field.after(note);
  }
  const digits = Math.abs(count).toLocaleString(document.documentElement.lang || "en");
  note.textContent = (count < 0 ? tooLong : left).replace("%s", digits);
};
