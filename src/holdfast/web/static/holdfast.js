// What scripts add: keys, live reload, recording what is selected, and forms that show what their verb needs.
// Every page works without them.
"use strict";
(function () {
  const typing = (target) => target.closest && target.closest("input, textarea, select, [contenteditable]");

  // Keys
  let leader = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const follow = (selector) => {
      const link = document.querySelector(selector);
      if (link) { event.preventDefault(); link.click(); }
      return Boolean(link);
    };
    if (leader && Date.now() - leader < 1500) {
      leader = 0;
      if (/^[a-z0-9]$/.test(event.key)) follow(`.contents [data-key="${event.key}"]`);
      return;
    }
    switch (event.key) {
      case "g": leader = Date.now(); break;
      case "?": event.preventDefault(); keys(); break;
      case "/": {
        const find = document.querySelector("[data-find]");
        if (find) { event.preventDefault(); find.focus(); find.select(); }
        break;
      }
      case "j": follow("main [rel=next]"); break;
      case "k": follow("main [rel=prev]"); break;
      case "n": follow("[data-key-reject]") || follow('.contents a[href="/record"]'); break;
      case "e": {
        const edit = document.querySelector("[data-key-edit]"), part = edit && edit.closest("details");
        if (!part) { follow("[data-key-edit]"); break; }
        event.preventDefault();
        part.open = true;
        part.querySelector("select, input:not([type=hidden]), textarea").focus();
        break;
      }
      case "y": follow("[data-key-confirm]"); break;
      case "l": follow("[data-key-later]"); break;
      case "u": follow("[data-key-undo]"); break;
    }
  });

  async function keys() {
    const known = document.querySelector("dialog.keys");
    if (known) { known.open ? known.close() : known.showModal(); return; }
    const answer = await fetch("/keys");
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-label", "Keys");
    dialog.append(document.importNode(page.querySelector("#keys"), true));
    const close = document.createElement("button");
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    dialog.append(close);
    document.body.append(dialog);
    dialog.showModal();
  }

  // Live reload: a page that is only read is renewed in place; on a form, while words are selected or something is held,
  // and while an answer is on its way into the page, it says so and leaves what is there.
  const version = document.body.dataset.version;
  let dirty = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[method=post]")) dirty = true; });
  document.addEventListener("submit", () => { dirty = false; });
  function busy() {
    const selection = document.getSelection();
    const found = dirty || (selection && !selection.isCollapsed)
      || document.querySelector("main form[method=post]:not([data-plain])") || document.querySelector("dialog[open]")
      || document.querySelector("main .held, main [data-slide] input:active, main form.htmx-request");
    if (found) document.querySelector("[data-changed]").hidden = false;
    return found;
  }
  async function renew(source) {
    source.close();
    if (busy()) return;
    const answer = await fetch(location.href);
    if (!answer.ok || busy()) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement && document.activeElement.id;
    for (const place of ["main", ".bar", ".page > .contents"]) {
      const now = document.querySelector(place), then = page.querySelector(place);
      if (now && then) { now.replaceWith(document.importNode(then, true)); }
    }
    document.body.dataset.version = page.body.dataset.version;
    if (window.htmx) window.htmx.process(document.body);
    prepare();
    const again = focused && document.getElementById(focused);
    if (again && again !== document.activeElement) again.focus({ preventScroll: true });
    document.dispatchEvent(new Event("holdfast:renewed"));
    listen(page.body.dataset.version);
  }
  function listen(seen) {
    if (!seen || !window.EventSource) return;
    const source = new EventSource(`/changes?version=${seen}`);
    source.addEventListener("changed", () => renew(source));
  }
  listen(version);

  // Recording what is selected in a source
  let button;
  document.addEventListener("selectionchange", () => {
    if (button) { button.remove(); button = undefined; }
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const start = paragraphOf(range.startContainer), end = paragraphOf(range.endContainer);
    const home = start && start.closest("[data-record]");
    if (!home || start !== end) return;
    const quote = selection.toString().replace(/\s+/g, " ").trim();
    if (!quote) return;
    button = document.createElement("a");
    button.className = "button pop";
    button.textContent = "Record as a statement";
    const query = new URLSearchParams({ paragraph: start.dataset.paragraph, quote });
    button.href = `${home.dataset.record}&${query}`;
    start.parentElement.querySelector(".pcited").append(button);
  });
  function paragraphOf(node) {
    const element = node.nodeType === 1 ? node : node.parentElement;
    return element && element.closest("[data-paragraph]");
  }

  // Days: a slider says the same as the field beside it, whose form is asked again when the slider is let go
  const start = (slide) => Date.parse(`${slide.dataset.first}T00:00Z`);
  document.addEventListener("input", (event) => {
    const slide = event.target.closest("[data-slide] input");
    const field = (slide || event.target).form && (slide || event.target).form.querySelector("[data-slid]");
    if (!field) return;
    if (slide) {
      const day = new Date(start(slide) + slide.value * 864e5);
      field.value = day.toISOString().slice(0, 10);
      slide.setAttribute("aria-valuetext", day.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }));
    } else if (event.target === field && field.value) {
      const other = field.form.querySelector("[data-slide] input");
      if (other) other.value = Math.round((Date.parse(`${field.value}T00:00Z`) - start(other)) / 864e5);
    }
  });

  // Conditions by choice: beside the field that they are for, put together by the server, which knows the language
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-choose]"), add = event.target.closest("button[name=compose]");
    const box = document.getElementById("by-choice");
    if (link && box) {
      event.preventDefault();
      box.querySelector("[name='c:into']").value = link.dataset.choose;
      (link.closest(".row") || link.closest(".wide, p")).after(box);
      box.querySelector("[name='c:kind']").focus();
    } else if (add) {
      event.preventDefault();
      compose(add.form, box).catch(() => { box.querySelector("[data-composed]").textContent = "It could not be added: the server gave no answer."; });
    }
  });
  async function compose(form, box) {
    const into = box.querySelector("[name='c:into']"), field = document.getElementById(into.value);
    const sent = new URLSearchParams(new FormData(form));
    sent.set("compose", "yes");
    const answer = await fetch(form.action, { method: "POST", body: sent });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const then = page.getElementById(into.value), told = box.querySelector("[data-composed]");
    if (!answer.ok || !then) {
      const problems = page.getElementById("problems");
      told.textContent = (problems && problems.textContent.replace(/\s+/g, " ").trim()) || "It could not be added.";
      if (problems) document.getElementById("problems").replaceChildren(...problems.childNodes);
      return;
    }
    told.textContent = then.value === field.value ? "Nothing is chosen." : `${into.selectedOptions[0].textContent}: ${then.value}`;
    field.value = then.value;
    for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    for (const one of box.querySelectorAll("select option")) if (!/^c:(into|kind|join)$/.test(one.closest("select").name)) one.selected = one.defaultSelected = false;
    for (const one of box.querySelectorAll("input")) one.type === "checkbox" ? one.checked = false : one.value = "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  // With another verb, its field may be gone: then it is where it was, for a field that is there.
  function builderFits(form) {
    const box = form.querySelector("#by-choice");
    if (!box) return;
    if (box.parentElement.closest("[hidden]")) form.querySelector("[data-home]").after(box);
    const into = box.querySelector("[name='c:into']"), first = [...into.options].find((one) => !one.disabled);
    if (first && into.selectedOptions[0]?.disabled !== false) into.value = first.value;
  }

  // Forms: fields that do not go with the chosen verb are hidden, and are not sent
  function prepare() {
    for (const what of ["kinds", "verbs"]) for (const select of document.querySelectorAll(`[data-${what}-of]`)) {
      const show = () => {
        for (const part of select.form.querySelectorAll(`[data-${what}]`)) {
          const fits = part.dataset[what].split(" ").includes(select.value);
          part.hidden = !fits;
          if (part.tagName === "FIELDSET" || part.tagName === "OPTION") part.disabled = !fits;
        }
        if (what === "verbs") builderFits(select.form);
      };
      select.addEventListener("change", show);
      show();
    }
    for (const slide of document.querySelectorAll("[data-slide]")) slide.hidden = false;
    const target = document.querySelector(".document.scrolls mark");
    if (target && !location.hash) target.scrollIntoView({ block: "center" });
  }
  prepare();
})();
