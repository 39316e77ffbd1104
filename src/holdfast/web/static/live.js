// Charts that answer to a pointer, in place of the pictures that a page has without scripts.
// A figure with [data-live] holds the chart as JSON. What goes wrong here leaves the picture as it is.
"use strict";
(function () {
  const nothing = { load: () => Promise.reject(new Error("nothing is loaded")), sanitize: () => Promise.reject(new Error("no links")) };

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  function told(_view, event, _item, value) {
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    const rows = typeof value === "object" ? Object.entries(value) : [["", String(value)]];
    tip.replaceChildren(...rows.filter(([, words]) => words !== "null" && words !== "").map(([name, words]) => {
      const line = document.createElement("div");
      line.textContent = name ? `${name}: ${words}` : words;
      return line;
    }));
    if (!tip.isConnected) document.body.append(tip);
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 12, room))}px`;
    tip.style.top = `${event.clientY + 14}px`;
  }

  async function draw(figure) {
    const data = figure.querySelector("script[type='application/json']");
    if (!data || figure.dataset.live === "drawn") return;
    figure.dataset.live = "drawn";
    const home = document.createElement("div");
    home.className = "live";
    home.setAttribute("role", "img");
    home.setAttribute("aria-label", figure.dataset.title || "Chart");
    const view = new vega.View(vega.parse(JSON.parse(data.textContent), null, { ast: true }), {
      expr: vega.expressionInterpreter, renderer: "svg", hover: true, loader: nothing, tooltip: told,
    });
    try {
      data.before(home);
      await view.initialize(home).runAsync();
    } catch (error) {
      home.remove();
      throw error;
    }
    const drawing = home.querySelector("svg");
    for (const name of [...drawing.getAttributeNames()]) if (name.startsWith("aria-") || name === "role") drawing.removeAttribute(name);
    drawing.setAttribute("aria-hidden", "true");
    for (const picture of figure.querySelectorAll("svg.chart")) picture.remove();
    figure.dispatchEvent(new CustomEvent("holdfast:drawn", { bubbles: true, detail: view }));
  }

  function all(root) {
    for (const figure of root.querySelectorAll("figure[data-live]")) draw(figure).catch((error) => console.warn(String(error)));
  }
  document.addEventListener("htmx:load", (event) => all(event.target.parentElement || event.target));
  document.addEventListener("holdfast:renewed", () => all(document));
  document.addEventListener("scroll", () => { tip.hidden = true; }, true);
  all(document);
})();
