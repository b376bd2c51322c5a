"use strict";
(() => {
  const main = document.querySelector("main");
  const tools = document.querySelector(".tools");
  const fields = [...document.querySelectorAll("[data-field]")];
  for (const field of fields) if (field.matches("textarea, [type=text]")) field.maxLength = main.dataset.longest;
  // What the reader of the file refuses: characters that cannot be seen or turn text around, and halves of others.
  const hidden =
    /[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\p{Cs}]/gu;

  const chosen = (field) => field.querySelector(":checked");
  const titleOf = (field) => field.getAttribute("aria-label") ?? field.querySelector("legend").textContent;
  const valueOf = (field) => {
    if (field.matches("fieldset")) return chosen(field)?.value ?? "";
    if (field.type === "checkbox") return field.checked ? "true" : "";
    return field.value.replace(/\r\n?/g, "\n").replace(/\t/g, " ").replace(hidden, "").trim();
  };
  const wordsOf = (field) => {
    if (field.matches("fieldset")) return chosen(field)?.parentNode.textContent.trim() ?? "";
    if (field.matches("select")) return field.value && field.selectedOptions[0].textContent;
    if (field.type === "checkbox") return field.checked ? "☒" : "";
    return field.type === "datetime-local" ? field.value.replace("T", " ") : valueOf(field);
  };
  const put = (field, value) => {
    if (field.matches("fieldset")) {
      for (const radio of field.querySelectorAll("input")) radio.checked = radio.value === value;
    } else if (field.type === "checkbox") field.checked = value === "true";
    else field.value = value;
  };

  // Every value is in quotes, so that no reader takes it for something else than text.
  const group = (name, pairs) => {
    const lines = pairs.map((pair) => `  ${pair.map((part) => JSON.stringify(part)).join(": ")}\n`);
    return `${name}:\n${lines.join("")}`;
  };
  const asFile = () => {
    const answers = fields.map((field) => [field.dataset.field, valueOf(field)]);
    // By the clock of the one who reports, as `2026-11-29 14:05`; it counts where no time is filled in.
    const saved = ["saved", new Date().toLocaleString("sv").slice(0, 16)];
    return group("form", [...Object.entries(JSON.parse(main.dataset.form)), saved]) + group("answers", answers);
  };
  const asText = () => {
    const banner = [...document.querySelectorAll("header p")].map((line) => line.textContent);
    const answers = fields.map((field) => [titleOf(field), wordsOf(field)]).filter(([, words]) => words);
    const lines = answers.map(([title, words]) => title + (words.includes("\n") ? ":\n" : ": ") + words);
    return [...banner, document.title, "", ...lines, "", `${tools.dataset.form} ${main.dataset.number}`].join("\n");
  };
  const say = (key) => { document.querySelector("#done").textContent = tools.dataset[key]; };

  document.querySelector("#save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([asFile()], { type: "application/yaml" }));
    link.download = main.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say("saved");
  });
  document.querySelector("#copy").addEventListener("click", async () => {
    const text = document.querySelector("#text");
    text.closest("p").hidden = false;
    text.value = asText();
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      say("copied");
    } catch {
      say("marked");
    }
  });

  // What was typed survives that the page is loaded again, but not that it is closed: the computer may be borrowed.
  try {
    const kept = JSON.parse(sessionStorage.getItem(main.dataset.number) ?? "{}");
    for (const field of fields) if (field.dataset.field in kept) put(field, kept[field.dataset.field]);
    document.addEventListener("input", () => {
      const typed = fields.map((field) => [field.dataset.field, valueOf(field)]);
      sessionStorage.setItem(main.dataset.number, JSON.stringify(Object.fromEntries(typed)));
    });
  } catch { /* where there is nothing to keep it in, nothing is kept */ }
  // A text is as high as what it holds. On paper, where its lines are others, it is shown as any text is.
  const fit = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
    area.nextSibling.textContent = area.value;
  };
  for (const area of fields.filter((field) => field.matches("textarea"))) {
    area.after(Object.assign(document.createElement("div"), { className: "typed" }));
    area.addEventListener("input", () => fit(area));
    fit(area);
  }
  // On paper, a day or a time that is not filled in is a blank, and not what the browser asks for it with.
  const mark = (field) => field.toggleAttribute("data-empty", !field.value);
  for (const field of fields.filter((field) => field.matches("[type=date], [type=time], [type=datetime-local]"))) {
    field.addEventListener("input", () => mark(field));
    mark(field);
  }
  tools.hidden = false;
})();
