/* The legend, and the dialog with all keys. */
(() => {
  "use strict";

  const { el, button } = window.kgraph;
  const KEYS = [
    ["/", "search actors"], ["Esc", "go back a step; close what is open"], ["1 2 3", "switch cooperation, conflict, neutral"], ["arrows", "in the network: from the chosen actor to the neighbour that way"],
    ["Enter", "in the network: the evidence of what is chosen"], ["e", "only the chosen actor and its neighbours"], ["Shift and click", "a second actor: the path between the two"],
    ["f", "filters"], ["s", "save"], ["n t m", "network, table, map"], ["p", "play the timeline, or pause"], [", .", "the window of time one month back, on"],
    ["] [", "fold the panel, the timeline"], ["?", "this list"],
  ];

  function legend(data) {
    const line = (className, text) => el("span", {}, el("i", { className }), text);
    const glyphs = { state: "\u25CF", territory: "\u25CF", "armed-group": "\u25B2", person: "\u25C6" };
    const words = { "\u25CF": "state", "\u25A0": "organisation", "\u25B2": "armed group", "\u25C6": "person" };
    const kinds = new Set(data.views.flatMap((view) => view.actors.map((actor) => glyphs[actor.kind] || "\u25A0")));
    return [line("plus", "cooperation"), line("minus", "conflict"), line("", "neutral"), el("span", {}, "wider: more claims"),
      line("one", "one publisher only"), line("dotted", "denied, planned or called for only"),
      ...Object.entries(words).filter(([glyph]) => kinds.has(glyph)).map(([glyph, word]) => el("span", {}, `${glyph} ${word}`)),
      ...(data.views.some((view) => view.actors.some((actor) => actor.within.length)) ? [el("span", {}, "\u25E6 at a node: claims within it")] : [])];
  }

  function fillHelp(dialog, data) {
    const close = button("act", "Close", () => dialog.close());
    dialog.replaceChildren(el("h2", {}, "Keys"), el("dl", {}, ...KEYS.flatMap(([keys, words]) => [el("dt", {}, ...keys.split(" ").flatMap((key, at) => [at ? " " : "", el("kbd", {}, key)])), el("dd", {}, words)])),
      el("h2", {}, "Legend"), el("div", { className: "legend" }, ...legend(data)),
      el("p", { className: "hint" }, "Faint: unsure (confidence under 0.6), or outside the window of time. Hatched bars: dated by year only, or over several months. Drag a node to pin it. Notes and rejections are lost with the page unless saved; kgraph apply reads the file."), close);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }

  Object.assign(window.kgraph, { legend, fillHelp });
})();
