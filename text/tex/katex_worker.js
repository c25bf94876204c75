// KaTeX for `text/tex/katex_worker.py`: the formulas of one text, rendered one after the other.
//
// V8 ends a call that takes too long. What was rendered until then stays in `work`, so that the
// call can go on after the formula at fault.
"use strict";

const MATHML_CHARACTERS = 120000; // of one formula
const works = new Map(); // texts that are being rendered, by number; others get in between
let work = null; // the one in hand

// What reaches outside the formula (\href, \includegraphics, \htmlClass): KaTeX would show the
// command alone and drop its contents, so the formula is shown as its source instead.
function refuseCommand(context) {
  throw new katex.ParseError(context.command + " is not allowed here");
}

// \newcommand of a name that KaTeX has itself (\R, \E) is an error there; LaTeX has not got them.
function defineCommand(context) {
  const name = nameToDefine(context);
  let body = context.consumeArg().tokens;
  let numArgs = 0;
  if (body.length === 1 && body[0].text === "[") {
    let digits = "";
    for (let token = context.expandNextToken(); token.text !== "]"; token = context.expandNextToken()) {
      if (token.text === "EOF" || digits.length > 1) throw new katex.ParseError("Invalid number of arguments");
      digits += token.text;
    }
    numArgs = Number(digits);
    if (!(numArgs >= 0 && numArgs < 10)) throw new katex.ParseError("Invalid number of arguments: " + digits);
    body = context.consumeArg().tokens;
  }
  context.macros.set(name, { tokens: body, numArgs });
  return "";
}

function defineOperator(context) {
  const command = context.future().text === "*" ? "\\operatornamewithlimits" : "\\operatorname@";
  const name = nameToDefine(context);
  const body = context.consumeArg().tokens; // in reverse, as KaTeX keeps them
  const [open, close] = ["{", "}"].map((text) => ({ text, noexpand: false }));
  context.macros.set(name, { tokens: [close, ...body, open, { text: command }], numArgs: 0 });
  return "";
}

function nameToDefine(context) {
  if (context.future().text === "*") context.popToken();
  const tokens = context.consumeArg().tokens;
  if (tokens.length !== 1) throw new katex.ParseError("A command to define needs a name");
  return tokens[0].text;
}

katex.__defineMacro("\\newcommand", defineCommand);
katex.__defineMacro("\\renewcommand", defineCommand);
katex.__defineMacro("\\DeclareMathOperator", defineOperator);

// What LaTeX and its usual packages have and KaTeX has not.
const COMMANDS = {
  "\\mbox": "\\text",
  "\\textsc": "\\text",
  "\\textsl": "\\textit",
  "\\ensuremath": "#1",
  "\\mathds": "\\mathbb",
  "\\mathbbm": "\\mathbb",
  "\\nicefrac": "{#1}/{#2}",
  "\\sfrac": "{#1}/{#2}",
  "\\num": "#1",
  "\\si": "\\mathrm{#1}",
  "\\SI": "#1\\,\\mathrm{#2}",
  "\\xspace": "",
  "\\protect": "",
  "\\displaybreak": "",
  "\\allowdisplaybreaks": "",
};
for (const [name, meaning] of Object.entries(COMMANDS)) katex.__defineMacro(name, meaning);

function begin(number, formulas, macros, characters) {
  works.set(number, { formulas, macros: { ...macros }, characters, replies: [], startedAt: 0 });
}

function finish(number) {
  works.delete(number);
}

// In the usual case nothing is hostile, and one call for many texts is the cheapest.
function renderAll(texts) {
  return texts.map((text) => {
    begin(0, text.formulas, text.macros, text.characters);
    return goOn(0, Infinity);
  });
}

// All replies; null where the time was over before, after one formula at least.
function goOn(number, milliseconds) {
  const endsAt = Date.now() + milliseconds;
  work = works.get(number);
  while (work.replies.length < work.formulas.length) {
    work.startedAt = Date.now();
    work.replies.push(reply(...work.formulas[work.replies.length]));
    if (work.startedAt >= endsAt) break;
  }
  return work.replies.length < work.formulas.length ? null : work.replies;
}

function reply(tex, display) {
  let html;
  try {
    html = katex.renderToString(tex, {
      displayMode: display,
      output: "mathml",
      throwOnError: true,
      trust: refuseCommand,
      strict: "ignore",
      maxSize: 10, // em
      maxExpand: 1000,
      macros: work.macros,
      globalGroup: true, // definitions are for the formulas after this one too
    });
  } catch (error) {
    return { error: String(error.message).replaceAll("\u0332", "") }; // its underlining
  }
  if (html.length > Math.min(MATHML_CHARACTERS, work.characters)) {
    return { error: "The formula becomes too large", refused: true };
  }
  work.characters -= html.length;
  return { mathml: html.replace(/^<span class="katex">/, "").replace(/<\/span>$/, "") };
}

// The formula during which the last call was ended, and how many ms it had taken.
function takenByCurrent() {
  return Date.now() - work.startedAt;
}

function refuseCurrent(error) {
  work.replies.push({ error, refused: true });
}

function refuseRest(number, error) {
  work = works.get(number);
  while (work.replies.length < work.formulas.length) refuseCurrent(error);
}
