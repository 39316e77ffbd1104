// Dragging steps into another order. The buttons of each step do the same by keyboard, and without scripts.
"use strict";
(function () {
  let dragged, waiting = false, again = false, before = "";

  const names = (list) => [...list.children].map((one) => one.dataset.step).join(",");

  // What the order would do is asked for while a step is still held: one question at a time, the last one counts.
  async function ask(form) {
    if (waiting) { again = true; return; }
    waiting = true;
    const query = new URLSearchParams(new FormData(form));
    query.set("order", names(form.querySelector(".steps")));
    await htmx.ajax("GET", `/hold/order?${query}`, { target: "#along", select: "#along", swap: "outerHTML" });
    waiting = false;
    if (again) { again = false; if (dragged) ask(form); }
  }

  document.addEventListener("pointerdown", (event) => {
    const step = event.target.closest(".steps .grip, .steps .what") && event.target.closest("li");
    if (!step || event.button || (event.pointerType === "touch" && !event.target.closest(".grip"))) return;
    event.preventDefault();
    dragged = step;
    before = names(step.parentElement);
    step.classList.add("held");
    step.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const list = dragged.parentElement;
    const other = document.elementFromPoint(list.getBoundingClientRect().left + 20, event.clientY);
    const over = other && other.closest(".steps > li");
    if (!over || over === dragged || over.parentElement !== list) return;
    const box = over.getBoundingClientRect();
    const late = event.clientY > box.top + box.height / 2;
    const place = late ? over.nextSibling : over;
    if (place === dragged || place === dragged.nextSibling) return;
    const pointer = event.pointerId;
    list.insertBefore(dragged, place);
    if (!dragged.hasPointerCapture(pointer)) dragged.setPointerCapture(pointer);
    ask(list.closest("form"));
  });
  function drop() {
    if (!dragged) return;
    const list = dragged.parentElement, form = list.closest("form"), step = dragged;
    dragged.classList.remove("held");
    dragged = undefined;
    if (names(list) === before) return;
    form.querySelector("[name=order]").value = names(list);
    step.querySelector(".moves button").focus({ preventScroll: true });
    tell(step.dataset.step, list);
    form.requestSubmit();
  }
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  // Where a step is now, for who does not see it move.
  function tell(name, list) {
    const steps = [...list.children];
    const step = steps.find((one) => one.dataset.step === name);
    if (step) document.querySelector("[data-moved]").textContent = `${step.querySelector(".what").firstChild.textContent.trim()}: step ${steps.indexOf(step) + 1} of ${steps.length}`;
  }
  document.addEventListener("htmx:afterSettle", () => {
    const button = document.activeElement && document.activeElement.closest(".moves button");
    if (button) tell(button.value, button.closest(".steps"));
  });
})();
