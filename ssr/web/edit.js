// What a page of `ssr edit` does: sends each change, shows what the answer says, and keeps the cursor where it was.
"use strict";
(() => {
  const body = document.body.dataset;
  const at = (id) => document.getElementById(id);
  let version = Number(body.version);
  let queue = Promise.resolve();
  const sent = new WeakMap(); // what was last sent of a control
  const timers = new Map();

  const say = (text) => at("state") && (at("state").textContent = text);

  async function post(name, place, message) {
    const answer = await fetch(`/${body.token}/${name}${place}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-SSR-Token": body.token },
      body: JSON.stringify({ ...message, version }),
    });
    if (!(answer.headers.get("content-type") ?? "").startsWith("application/json")) throw new Error(body.refused);
    return answer.json();
  }

  // One change after the other, so that each is made on top of the one before.
  function send(name, message) {
    say(body.saving);
    queue = queue.then(() => post(name, body.place, message).then(show)).catch((error) => say(error instanceof TypeError ? body.lost : error.message));
    return queue;
  }

  function show(answer) {
    if (answer.goes_to) { location.assign(answer.goes_to); return; }
    if (answer.version !== undefined) version = answer.version;
    if (answer.fields) replaceFields(answer.fields);
    for (const place of document.querySelectorAll("#fields .faults")) place.innerHTML = "";
    for (const control of document.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    for (const [id, faults] of Object.entries(answer.faults ?? {})) {
      const place = at(`${id}-e`);
      if (place) place.innerHTML = faults;
      if (at(id)?.matches("[data-route]")) at(id).setAttribute("aria-invalid", "true");
    }
    for (const name of ["counted", "elsewhere", "conflict", "lists"]) {
      if (answer[name] !== undefined && at(name) && at(name).innerHTML !== answer[name]) at(name).innerHTML = answer[name];
    }
    if (answer.text !== undefined && at("text")) at("text").value = answer.text;
    if (answer.told !== undefined) { at("told").textContent = answer.told; at("told").hidden = false; }
    if (answer.can_push !== undefined) at("push").hidden = !answer.can_push;
    if (answer.is_done && at("commit")) at("commit").disabled = true;
    if (answer.focus && at(answer.focus)) at(answer.focus).focus();
    say(answer.state ?? "");
    refresh();
  }

  // The form anew, with what was open, where the cursor stood, and what is typed there and not yet sent.
  function replaceFields(html) {
    const open = [...document.querySelectorAll("#fields details[open]")].map((one) => one.id);
    const active = document.activeElement;
    const typed = active?.matches("[data-route]:not(button)") && sent.get(active) !== active.value ? active.value : null;
    const id = active?.id, cursor = active?.selectionStart;
    at("fields").outerHTML = html;
    for (const one of open) if (at(one)) at(one).open = true;
    const again = id && at(id);
    if (!again) return;
    if (typed !== null && again.value !== typed) again.value = typed;
    again.focus({ preventScroll: true });
    try { if (cursor !== null) again.setSelectionRange(cursor, cursor); } catch { /* a choice has no cursor */ }
  }

  let waiting;
  function refresh() {
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (at("preview")) at("preview").src = at("document").value + `&version=${version}`; }, 300);
  }

  function change(control) {
    clearTimeout(timers.get(control));
    timers.delete(control);
    if (sent.get(control) === control.value) return;
    sent.set(control, control.value);
    send("change", { op: "set", route: JSON.parse(control.dataset.route), value: control.value });
  }

  const flush = () => { for (const control of [...timers.keys()]) change(control); };

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("[data-route]:not(button)") && !sent.has(target)) sent.set(target, target.value);
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-route]:not(button)")) return;
    clearTimeout(timers.get(target));
    timers.delete(target);
    // An emptied field takes its line away, and maybe its item: not while somebody is about to write another text in it.
    if (target.value) timers.set(target, setTimeout(() => change(target), 400));
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-route]:not(button)")) change(target);
    if (target.id === "document") refresh();
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.op) {
      flush();
      send("change", { op: button.dataset.op, route: JSON.parse(button.dataset.route) });
    } else if (button?.dataset.do) {
      flush();
      const message = {
        write: () => ({ text: at("text").value }),
        commit: () => ({ message: at("message").value }),
        begin: () => ({ kind: body.kind, answers: Object.fromEntries([...document.querySelectorAll("[data-answer]")].map((one) => [one.dataset.answer, one.value])) }),
      }[button.dataset.do];
      send(button.dataset.do, message ? message() : {});
    }
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && document.querySelector("[data-do=save], [data-do=write]")) {
      event.preventDefault();
      document.querySelector("[data-do=save], [data-do=write]").click();
    }
  });
})();
