// Choosing packages by dragging over their chart: what is chosen fills the fields and asks for the table.
// What is typed into the fields brings the whole form anew, with the chart as it then is.
"use strict";
(function () {
  document.addEventListener("holdfast:drawn", (event) => {
    const home = event.target.closest("[data-brush]");
    if (!home) return;
    const view = event.detail, form = home.closest("form"), fields = home.dataset.brush.split(" ");
    const boxes = fields.length === 2 ? ["box"] : fields.map((_, number) => `box${number}`);
    const lines = [...form.querySelectorAll(".ranges p")];
    let timer;
    function ask() {
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
      const address = `/frontier?${query}`;
      history.replaceState(history.state, "", address);
      htmx.ajax("GET", address, { target: "#result", select: "#result", swap: "outerHTML" });
    }
    function taken() {
      const chosen = Object.assign({}, ...boxes.map((name) => view.signal(name)));
      fields.forEach((field, number) => {
        const range = chosen[field] && [Math.min(...chosen[field]), Math.max(...chosen[field])];
        lines[number].querySelectorAll("input").forEach((input, end) => {
          input.value = range ? Math.min(100, Math.max(0, range[end])).toFixed(1) : "";
        });
      });
      clearTimeout(timer);
      timer = setTimeout(ask, 150);
    }
    for (const name of boxes) view.addSignalListener(name, taken);
  });
})();
