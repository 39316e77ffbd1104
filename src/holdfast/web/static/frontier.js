// Choosing packages by dragging over their chart: what is chosen fills the fields, and the fields ask for the table.
"use strict";
(function () {
  document.addEventListener("holdfast:drawn", (event) => {
    const home = event.target.closest("[data-brush]");
    if (!home) return;
    const view = event.detail, form = home.closest("form"), fields = home.dataset.brush.split(" ");
    const edges = (number) => [...form.querySelectorAll(".ranges p")][number].querySelectorAll("input");
    const boxes = fields.length === 2 ? ["box"] : fields.map((_, number) => `box${number}`);
    let timer, ours = false;
    const chosen = () => Object.assign({}, ...boxes.map((name) => view.signal(name)));
    const taken = () => {
      if (ours) return;
      const now = chosen();
      fields.forEach((field, number) => {
        const range = now[field] && [Math.min(...now[field]), Math.max(...now[field])];
        edges(number).forEach((input, end) => { input.value = range ? Math.min(100, Math.max(0, range[end])).toFixed(1) : ""; });
      });
      clearTimeout(timer);
      timer = setTimeout(() => form.requestSubmit(), 200);
    };
    for (const name of boxes) view.addSignalListener(name, taken);
    // What is typed moves the box.
    form.addEventListener("change", async (change) => {
      if (!change.target.closest(".ranges")) return;
      ours = true;
      const ranges = fields.map((_, number) => [...edges(number)].map((input, end) => input.value === "" ? [0, 100][end] : Number(input.value)));
      const whole = ranges.every(([low, high]) => low <= 0 && high >= 100);
      ranges.forEach(([low, high], number) => {
        if (fields.length === 2) {
          const scale = view.scale("xy"[number]);
          view.signal(`box_${"xy"[number]}`, whole ? [] : [scale(low), scale(high)]);
        } else {
          const scale = view.scale(`concat_${number}_x`);
          view.signal(`box${number}_x`, low <= 0 && high >= 100 ? [] : [scale(low), scale(high)]);
        }
      });
      await view.runAsync();
      ours = false;
    });
  });
})();
