"use strict";
(() => {
  const data = JSON.parse(document.querySelector("#writes").textContent);
  const main = document.querySelector("main");
  const band = document.querySelector("#band");
  const { words, when, gsm, dates, spoken } = data;
  const fields = Object.fromEntries([...document.querySelectorAll("[data-field]")].map((one) => [one.dataset.field, one]));
  const mark = data.mark && fields[data.mark];
  const BLANK = "________";

  // What was filled in, on one line and without what nobody sees.
  const hidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ue000-\uf8ff\p{Cs}]/gu;
  const answer = (name) => fields[name].value.replace(hidden, "").split(/\s+/).filter(Boolean).join(" ");

  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const DAY = 86400000;
  const weekOf = (date) => {
    const thursday = new Date(+date + (3 - ((date.getUTCDay() + 6) % 7)) * DAY);
    return Math.floor((thursday - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / DAY / 7) + 1;
  };
  const digits = (text) => [...text].map((digit) => spoken.numbers[+digit]).join(" ");

  // How a day and a time are written; the patterns and the names are the tool's own.
  const dayForms = (iso) => {
    const date = new Date(`${iso}T00:00:00Z`);
    const weekday = (date.getUTCDay() + 6) % 7;
    const parts = {
      day: date.getUTCDate(), month: dates.months[date.getUTCMonth()], year: iso.slice(0, 4),
      weekday: dates.weekdays[weekday], week: weekOf(date),
    };
    return {
      day: fill(dates.day, parts),
      plain: fill(dates.plain, parts),
      short: fill(dates.short, { weekday: dates["short-weekdays"][weekday], day: parts.day, month: date.getUTCMonth() + 1 }),
      spoken: fill(spoken.day, { weekday: parts.weekday, day: spoken.days[parts.day - 1], month: parts.month }),
      iso,
      compact: iso.replaceAll("-", ""),
    };
  };
  const clockForms = (clock) => {
    const [hours, minutes] = clock.split(":");
    return {
      time: fill(dates.time, { hours, minutes }),
      spoken: fill(spoken.clock, { hours: digits(hours), minutes: digits(minutes) }),
      dashed: `${hours}-${minutes}`,
      compact: `${hours}${minutes}00`,
    };
  };

  // What is read out has its numbers in words, figure by figure, and no addresses.
  const inWords = (number) => {
    const parts = number.split(/([.,:+*#])/).filter(Boolean);
    if (/^(?:[01]?\d|2[0-3])[.:][0-5]\d$/.test(number)) parts.splice(1, 1);
    return parts.map((part) => spoken.signs[part] ?? digits(part)).join(" ");
  };
  const speakable = (text) => {
    const address =
      /\S*(?:@|:\/\/|(?<![\p{L}\p{N}_])www\.|(?<![\p{L}\p{N}_])(?:sips?|tel|mailto|xmpp|h323):(?=[\p{L}\p{N}_])|\p{L}\.\p{L}{2,}\/)\S*/giu;
    const bare = (piece) => piece.replace(/^[ ,;:()<>]+|[ ,;:()<>]+$/g, "");
    const without = (piece, ends) => {
      const shorter = bare(piece).replace(ends, "");
      return shorter === piece ? piece : without(shorter, ends);
    };
    const leading = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${spoken.leading_to_address.join("|")})$`, "iu");
    const joining = new RegExp(`^(?:${spoken.joining_addresses.join("|")})(?![\\p{L}\\p{N}_])`, "iu");
    const pieces = text.split(address);
    if (pieces.length === 1) return text;
    return pieces
      .map((piece, at) => (at < pieces.length - 1 ? without(piece, leading) : piece))
      .map((piece, at) => bare(at ? without(piece, joining) : piece))
      .filter(Boolean)
      .join(", ");
  };
  const inSpeech = (text) => {
    const whole = text.replace(/(?<=\d)[-\u2010\u2011](?=\d)/g, " ");
    const letter = /\p{L}/u;
    return whole.replace(/[+*#]*\d+(?:[.,:*#]\d+)*[*#]*/g, (number, at) => {
      const before = letter.test(whole[at - 1] ?? "") ? " " : "";
      const after = letter.test(whole[at + number.length] ?? "") ? " " : "";
      return before + inWords(number) + after;
    });
  };

  // In the alphabet of text messages, as the tool writes them.
  const letterOf = (letter) => {
    if (gsm.basic.includes(letter) || gsm.extended.includes(letter)) return letter;
    const parts = letter.normalize(/\p{L}/u.test(letter) ? "NFKD" : "NFD").replace(/[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/gu, "");
    return [...parts].every((part) => gsm.basic.includes(part)) ? parts : "?";
  };
  const inMessage = (line) =>
    [...[...line.normalize("NFC")].map((letter) => gsm.like[letter] ?? letter).join("").replace(/\s/g, " ")].map(letterOf).join("")
      .split(/\s+/).filter(Boolean).join(" ").replace(/(?<!\.)\.\.(?!\.)/g, ".");
  const septets = (text) => [...text].length + [...text].filter((letter) => gsm.extended.includes(letter)).length;

  const values = () => {
    const all = {};
    for (const [name, field] of Object.entries(fields)) if (field !== mark) all[name] = answer(name);
    if (!/^\d{4}-/.test(all[when.day])) all[when.day] = ""; // a year of more digits is a slip
    return all;
  };
  // In which state each answer is: 0 with it; the last one without it.
  const stateOf = (name, typed) => {
    if (name === when.option) return !typed[when.end] ? 2 : typed[when.start] && typed[when.end] <= typed[when.start] ? 1 : 0;
    if (name === data.mark) return mark.checked ? 0 : 1;
    return typed[name] ? 0 : 1;
  };
  const shown = (name, property, typed) => {
    const names = data.names[name]?.[typed[name]];
    return names ? names[property ?? ""] ?? names[""] : typed[name];
  };
  const dated = (name, form, typed) => {
    if (name === when.day || name === `${when.day}+1`) {
      if (!typed[when.day]) return BLANK;
      const later = name === when.day ? 0 : DAY;
      return dayForms(new Date(Date.parse(typed[when.day]) + later).toISOString().slice(0, 10))[form];
    }
    return typed[name] ? clockForms(typed[name])[form] : BLANK;
  };
  const isDated = (name) => [when.day, `${when.day}+1`, when.start, when.end].includes(name);

  const whole = (blocks, typed) => blocks.map((block) =>
    typeof block === "string" ? block : block.of[block.by.map((name) => stateOf(name, typed)).join(",")]).join("");
  // As a part of an id, with the hyphen before it; nothing where no letter of it may stand there.
  const identified = (value) => {
    const plain = value.normalize("NFKD").replace(/[^\0-\x7f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return plain ? `-${plain}` : "";
  };
  const filled = (text, typed, finish) => text.replace(/¤([^¤\n.]+)(?:\.([^¤\n]+))?¤/gu, (sign, name, property) => {
    const own = name.toLowerCase();
    if (isDated(own)) return dated(own, property, typed);
    if (!(own in fields)) return sign;
    if (property === "slug") return identified(typed[own]);
    const value = finish(String(shown(own, property?.toLowerCase(), typed)));
    return own === name ? value : value.toUpperCase();
  });
  const same = (value) => value;
  const inCalendar = (value) => value.replace(/[\\;,]/g, "\\$&");
  // Lines of 75 bytes at most, as calendar files have them.
  const folded = (line) => {
    const bytes = new TextEncoder();
    let [result, length] = ["", 0];
    for (const letter of line) {
      const more = bytes.encode(letter).length;
      if (length + more > 74) [result, length] = [`${result}\r\n `, 1];
      result += letter;
      length += more;
    }
    return result;
  };

  const writers = {
    mail: (levels, typed) => filled(whole(levels[0], typed), typed, same),
    speech: (levels, typed) => {
      const said = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, isDated(name) ? value : speakable(value)]));
      return filled(whole(levels[0], said), said, inSpeech);
    },
    message: (levels, typed) => {
      const all = levels.map((level) =>
        whole(level, typed).split("\n").map((line) => inMessage(filled(line, typed, same))).filter(Boolean).join("\n"));
      return all.find((text) => septets(text) <= gsm.limit) ?? all.at(-1);
    },
    calendar: (levels, typed) => {
      const text = whole(levels[0], typed).trimEnd().split("\n").map((line) => {
        const named = line.replace(/CN="(¤[^¤]+¤)"/gu, (_, sign) => `CN="${filled(sign, typed, same).replaceAll('"', "'")}"`);
        return folded(filled(named, typed, inCalendar));
      });
      return `${text.join("\r\n")}\r\n`;
    },
  };

  const sections = [...document.querySelectorAll("[data-writes]")];
  const written = {};
  const isReady = (typed) => Boolean(typed[data.each] && typed[when.day] && typed[when.start]);
  const say = (section, text) => {
    const status = section.querySelector("[role=status]");
    if (status.textContent !== text) status.textContent = text;
  };
  const lead = (section, address) => {
    const link = section.querySelector("a");
    if (!link) return;
    if (address) link.href = address;
    else link.removeAttribute("href");
  };
  const state = (sort, text) => {
    const gaps = text.match(/_{4,}/g)?.length ?? 0;
    const length = sort === "message" ? fill(words.length, { n: septets(text), limit: gsm.limit }) : "";
    const long = sort === "message" && septets(text) > gsm.limit ? words["too-long"] : "";
    const gap = gaps && sort !== "calendar" ? fill(words.gaps, { n: gaps }) : "";
    const apart = sort === "mail" && !mailTo(text).includes("&body=") ? words["copy-first"] : "";
    return { is_ready: !long && !(gaps && sort === "message"), text: [length, long, gap, apart].filter(Boolean).join(" ") };
  };
  const subjectOf = (text) => text.split("\n").find((line, at, all) => /^=+$/.test(all[at + 1] ?? "")) ?? document.title;
  const LONGEST = 1800; // some programs take no longer address
  const mailTo = (text) => {
    const short = `mailto:?subject=${encodeURIComponent(subjectOf(text))}`;
    const whole = `${short}&body=${encodeURIComponent(text.replaceAll("\n", "\r\n"))}`;
    return whole.length <= LONGEST ? whole : short;
  };

  const write = () => {
    const typed = values();
    main.classList.toggle("marked", Boolean(mark?.checked));
    band.hidden = !mark?.checked;
    if (mark?.checked) mark.disabled = true; // it is left only by beginning again
    for (const section of sections) {
      const format = section.dataset.writes;
      const sort = data.formats[format];
      const levels = data.texts[typed[data.each]]?.[format];
      const text = levels ? writers[sort](levels, typed) : "";
      const now = levels ? state(sort, text) : { is_ready: false, text: "" };
      const ready = now.is_ready && isReady(typed);
      written[format] = text;
      if (section.querySelector("textarea")) section.querySelector("textarea").value = text;
      else section.querySelector("button").disabled = !ready;
      say(section, isReady(typed) ? now.text : words.first);
      lead(section, !ready ? "" : sort === "message" ? `sms:?&body=${encodeURIComponent(text)}` : mailTo(text));
    }
  };

  const copy = async (section) => {
    const area = section.querySelector("textarea");
    area.focus();
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
      say(section, words.copied);
    } catch {
      say(section, words.marked);
    }
  };
  const save = (section) => {
    const link = document.createElement("a");
    const typed = values();
    link.href = URL.createObjectURL(new Blob([written[section.dataset.writes]], { type: "text/calendar" }));
    link.download = `${mark?.checked ? band.textContent.split(" ")[0] + "-" : ""}${typed[when.day]}-${typed[data.each]}.ics`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say(section, words.saved);
  };
  for (const section of sections) {
    const does = section.querySelector("textarea") ? copy : save;
    section.querySelector("button").addEventListener("click", () => does(section));
  }

  // What was typed survives that the page is loaded again, but not that it is closed: the telephone may be borrowed.
  const place = main.dataset.number;
  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "{}");
    for (const [name, field] of Object.entries(fields)) {
      if (!(name in kept)) continue;
      if (field === mark) field.checked = kept[name];
      else field.value = kept[name];
    }
  } catch { /* where there is nothing to keep it in, nothing is kept */ }
  const keep = () => {
    const typed = Object.entries(fields).map(([name, field]) => [name, field === mark ? field.checked : field.value]);
    try {
      sessionStorage.setItem(place, JSON.stringify(Object.fromEntries(typed)));
    } catch { /* as above */ }
  };
  const begin = () => {
    for (const field of Object.values(fields)) {
      if (field === mark) field.checked = field.disabled = false;
      else if (!field.matches("select") || [...field.options].some((option) => !option.value)) field.value = "";
    }
    keep();
    write();
    main.querySelector("[data-field]").focus();
  };
  document.querySelector("#again").addEventListener("click", () => { if (confirm(words["sure"])) begin(); });
  document.addEventListener("input", () => { keep(); write(); });
  document.querySelector(".tools").hidden = false;
  write();
})();
