// Everything works without this file; it adds small comforts.
"use strict";

// Escape hides the definition shown by hovering over a scale (WCAG 1.4.13) until the pointer leaves.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll(".scale__ticks").forEach((ticks) => {
    ticks.classList.add("is-quiet");
    const wake = () => ticks.classList.remove("is-quiet");
    ticks.addEventListener("pointerleave", wake, { once: true });
    ticks.addEventListener("focusout", wake, { once: true });
  });
});

// The arrow keys lead from tick to tick of a scale, which is one tab stop.
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
document.querySelectorAll(".scale__ticks").forEach((ticks, scale) => {
  const marks = [...ticks.querySelectorAll(".scale__mark")];
  marks.forEach((mark, place) => {
    const note = mark.nextElementSibling;
    note.id = `scale-${scale}-${place}`;
    mark.setAttribute("aria-describedby", note.id);
  });
  ticks.addEventListener("keydown", (event) => {
    const now = marks.indexOf(event.target);
    const goal = { Home: 0, End: marks.length - 1 }[event.key] ?? now + STEPS[event.key];
    if (now < 0 || !marks[goal] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    marks.forEach((mark, place) => (mark.tabIndex = place === goal ? 0 : -1));
    marks[goal].focus();
  });
});

// What is larger than its box scrolls in it: with the keyboard, too, once it can be reached by Tab.
const LEAST_HIDDEN = 4; // pixels; less is rounding, or the ink of a formula
const reach = new ResizeObserver((changes) => {
  changes.forEach(({ target }) => {
    const hidden = [target.scrollWidth - target.clientWidth, target.scrollHeight - target.clientHeight];
    if (Math.max(...hidden) > LEAST_HIDDEN) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  });
});
document.querySelectorAll(".scrolls, .token, math, pre").forEach((one) => reach.observe(one));

// A button with data-copy="<id>" copies the text of that element; it is hidden until this runs.
document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.dataset.words = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
    button.textContent = button.dataset.copied;
  });
});

// A link with data-show-in="<id>" leads to a line of plain text, which is shown in that element.
document.querySelectorAll("a[data-show-in]").forEach((link) => {
  link.addEventListener("click", async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await fetch(link.href).catch(() => null);
    if (!answer?.ok) return window.location.assign(link.href);
    const id = link.dataset.showIn;
    document.getElementById(id).textContent = (await answer.text()).trim();
    document.querySelectorAll(`a[data-show-in="${id}"]`).forEach((other) => {
      other.setAttribute("aria-current", String(other === link));
    });
    document.querySelectorAll(`[data-copy="${id}"]`).forEach((button) => {
      button.textContent = button.dataset.words;
    });
  });
});

// A preview that was refused (signed out, too many, too much to do just now) or got no answer says
// so in its own place.
const REFUSALS = [401, 403, 429, 503];
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (REFUSALS.includes(xhr.status) && target.matches(".writing__preview")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:sendError", (event) => {
  const { target } = event.detail;
  if (target?.matches(".writing__preview")) target.textContent = target.dataset.unanswered;
});

// A field with data-suggest="<address>" is offered what that address suggests for what is typed.
document.querySelectorAll("[data-suggest]").forEach((field) => {
  const list = document.createElement("datalist");
  list.id = `${field.id}-suggestions`;
  field.after(list);
  field.setAttribute("list", list.id);
  let waiting, asking;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    waiting = setTimeout(async () => {
      asking = new AbortController();
      const address = `${field.dataset.suggest}?q=${encodeURIComponent(field.value)}`;
      const answer = await fetch(address, { signal: asking.signal }).catch(() => null);
      if (!answer?.ok) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map((words) => new Option(words, words)));
    }, 150);
  });
});
