// Dragging steps into another order. The buttons of each step do the same by keyboard, and without scripts.
"use strict";
(function () {
  let dragged, pointer, turning = 0, waiting = false, again = false, before = "", dropped = "";

  // Of an order of which a part is shown, the rest is written as it was.
  const names = (list) => [list.dataset.before, ...[...list.children].map((one) => one.dataset.step), list.dataset.after].filter(Boolean).join(",");

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
    pointer = event;
    place();
    if (!turning) turning = requestAnimationFrame(turn);
  });
  function place() {
    const list = dragged.parentElement, seen = list.getBoundingClientRect();
    // Above or below the list the nearest step counts.
    const height = Math.min(Math.max(pointer.clientY, seen.top + 4, 4), seen.bottom - 4, innerHeight - 4);
    const other = document.elementFromPoint(seen.left + 20, height);
    const over = other && other.closest(".steps > li");
    if (!over || over === dragged || over.parentElement !== list) return;
    const box = over.getBoundingClientRect();
    const next = height > box.top + box.height / 2 ? over.nextElementSibling : over;
    if (next === dragged || next === dragged.nextElementSibling) return;
    list.insertBefore(dragged, next);
    if (!dragged.hasPointerCapture(pointer.pointerId)) dragged.setPointerCapture(pointer.pointerId);
    ask(list.closest("form"));
  }
  // At an edge of what is seen, the rest comes into view.
  function turn() {
    turning = 0;
    if (!dragged) return;
    const list = dragged.parentElement, box = list.getBoundingClientRect();
    const within = list.scrollHeight > list.clientHeight;
    const top = Math.max(within ? box.top : 0, 60), bottom = Math.min(within ? box.bottom : innerHeight, innerHeight);
    const by = pointer.clientY < top + 30 ? -10 : pointer.clientY > bottom - 30 ? 10 : 0;
    if (!by) return;
    (within ? list : window).scrollBy(0, by);
    place();
    turning = requestAnimationFrame(turn);
  }
  function drop() {
    if (!dragged) return;
    const list = dragged.parentElement, form = list.closest("form"), step = dragged;
    dragged.classList.remove("held");
    dragged = undefined;
    if (names(list) === before) return;
    form.querySelector("[name=order]").value = names(list);
    // A button that has the focus would be sent too, and move its step once more.
    if (document.activeElement) document.activeElement.blur();
    dropped = step.dataset.step;
    form.requestSubmit();
  }
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  // Where a step is now, for who does not see it move.
  function tell(name, list) {
    const steps = [...list.children];
    const step = steps.find((one) => one.dataset.step === name);
    if (step) document.querySelector("[data-moved]").textContent = `${step.querySelector(".what").firstChild.textContent.trim()}: step ${steps.indexOf(step) + list.start} of ${list.dataset.total}`;
  }
  document.addEventListener("htmx:afterSettle", (event) => {
    if (dropped && event.target.id === "tried") {
      const step = [...document.querySelectorAll(".steps > li")].find((one) => one.dataset.step === dropped);
      dropped = "";
      if (step) step.querySelector(".moves button").focus({ preventScroll: true });
    }
    const button = document.activeElement && document.activeElement.closest(".moves button");
    if (button) tell(button.value, button.closest(".steps"));
  });
})();
