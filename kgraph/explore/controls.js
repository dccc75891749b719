/* What opens, folds and answers to keys: sheets, the dialog, the phone's grip, the keyboard. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { el, button, many } = kgraph;
  const byId = (id) => document.getElementById(id);
  const FIELDS = "input:not([type=range]):not([type=checkbox]), textarea, select";

  /* Opens or closes one of the sheets under the header; only one is open at a time. */
  function sheet(id, wanted) {
    for (const other of ["filters", "saves"]) {
      const isOpen = other === id && (wanted === undefined ? byId(other).hidden : wanted);
      byId(other).hidden = !isOpen;
      byId(`${other}-button`).setAttribute("aria-expanded", String(isOpen));
    }
    if (id && !byId(id).hidden) { const first = byId(id).querySelector("button, input"); if (first) first.focus({ preventScroll: true }); }
  }

  function closed() {
    const open = ["filters", "saves"].find((id) => !byId(id).hidden);
    if (!open) return false;
    sheet(null);
    byId(`${open}-button`).focus();
    return true;
  }

  const fold = (what) => { const isFolded = document.body.classList.toggle(`no-${what}`); byId(what).hidden = isFolded; };

  /* The list of what can be saved, and the way to take up a patch again. */
  function fillSaves(app, { takeVerdicts, update }) {
    const told = el("p", { className: "hint", "aria-live": "polite" });
    const file = el("input", { type: "file", accept: ".json,application/json", "aria-label": "Open a patch" });
    file.addEventListener("change", async () => {
      if (!file.files.length) return;
      try {
        told.textContent = `${many(app.patch.read(await file.files[0].text()), "verdict")} taken up`;
        takeVerdicts();
        update();
      } catch (error) { told.textContent = `Not taken up: ${error.message}`; }
      file.value = ""; // the same file may be opened again
    });
    const link = button("choice", "Copy a link to what is shown", () => copy(told));
    byId("saves").replaceChildren(el("h2", {}, "Save"), el("p", { className: "hint" }, "Of what is shown: the dyad or actor chosen, else all that the filters leave."),
      ...Object.entries(kgraph.KINDS).map(([kind, [words]]) => button("choice", words, () => app.save(kind), { id: `save-${kind}` })), link,
      button("choice", "Print, or save as PDF", () => window.print()), el("label", { className: "measure" }, "Open a patch ", file), told);
  }

  async function copy(told) {
    try {
      await navigator.clipboard.writeText(location.href);
      told.textContent = "The link is copied.";
    } catch { told.textContent = "This browser does not let the page copy: take the link from the address bar."; }
  }

  function onKey(event, { app, sights, timeline, arrows, walk, set, pick, toggle }) {
    const { state } = app, typing = event.target instanceof Element && event.target.matches(FIELDS);
    if (byId("help").open) return;
    if (event.key === "Escape") {
      if (closed()) return;
      pick(state.dyad || state.actor || state.query ? {} : { page: "overview" });
      if (typing) event.target.blur();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const inPicture = event.target === byId("canvas") || event.target === document.body;
    if (arrows[event.key] && inPicture) { event.preventDefault(); walk(arrows[event.key]); return; }
    if (event.key === "Enter" && event.target === byId("canvas")) { app.focusHeading(); return; }
    const keys = {
      "/": () => byId("search").focus(), "?": () => byId("help").showModal(), f: () => sheet("filters"), s: () => sheet("saves"),
      n: () => set({ sight: "network" }), t: () => set({ sight: "table" }), m: () => { if (sights.map) set({ sight: "map" }); },
      p: () => { if (timeline.count) timeline.play.click(); }, ",": () => timeline.count && timeline.step(-1), ".": () => timeline.count && timeline.step(1),
      "]": () => fold("panel"), "[": () => fold("time"), e: () => { if (state.actor && app.isDrawn(state.actor)) app.setEgo(!state.ego); },
      1: () => toggle(1), 2: () => toggle(-1), 3: () => toggle(0),
    };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  }

  function controls(parts) {
    const { app } = parts;
    byId("legend").replaceChildren(...kgraph.legend(app.data));
    kgraph.fillHelp(byId("help"), app.data);
    fillSaves(app, parts);
    byId("filters-button").addEventListener("click", () => sheet("filters"));
    byId("saves-button").addEventListener("click", () => sheet("saves"));
    byId("help-button").addEventListener("click", () => byId("help").showModal());
    byId("skip").addEventListener("click", () => app.focusHeading());
    byId("grip").addEventListener("click", () => byId("grip").setAttribute("aria-pressed", String(document.body.classList.toggle("tall"))));
    document.addEventListener("keydown", (event) => onKey(event, parts));
    byId("graph").addEventListener("pointerdown", () => sheet(null));
    byId("panel").addEventListener("pointerdown", () => sheet(null));
    window.addEventListener("beforeunload", (event) => { if (app.patch.size && !app.patch.isSaved) event.preventDefault(); });
  }

  Object.assign(kgraph, { controls });
})();
