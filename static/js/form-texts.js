// What somebody wrote into a form: texts by the names of their fields.

export const fieldsOf = (form) =>
  [...form.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((field) => field.name);

// As the server compares texts: line ends, and blanks around a text, are no difference.
export const plain = (text) => (text ?? "").replace(/\r\n?/g, "\n").trim();

const isChosen = (field) => field.type === "radio" || field.type === "checkbox";

// Hidden fields are the page's own (tokens, marks of what was read), not what somebody wrote.
export const writtenIn = (form) => {
  const texts = {};
  fieldsOf(form).forEach((field) => {
    if (!isChosen(field)) texts[field.name] = field.value;
    else if (field.checked) texts[field.name] = field.value;
    else if (field.type === "checkbox") texts[field.name] = "";
  });
  return texts;
};

// What the server sent, whatever somebody has typed before the script came.
export const renderedIn = (form) => {
  const texts = {};
  fieldsOf(form).forEach((field) => {
    if (isChosen(field)) {
      if (field.defaultChecked) texts[field.name] = field.value;
      else if (field.type === "checkbox") texts[field.name] = "";
    } else if (field.options) {
      const options = [...field.options];
      texts[field.name] = (options.find((option) => option.defaultSelected) ?? options[0])?.value;
    } else texts[field.name] = field.defaultValue;
  });
  return texts;
};

export const putInto = (form, texts) => {
  fieldsOf(form).forEach((field) => {
    if (!(field.name in texts)) return;
    if (isChosen(field)) field.checked = field.value === texts[field.name];
    else field.value = texts[field.name];
  });
};
