/* The explorer: what is chosen, what that shows, and the address that brings it back. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { el, name, many, list, section } = kgraph;
  const SIGNS = [1, -1, 0];
  const VIEW_NAME = { states: "States", named: "As named" };
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const claim = kgraph.reader(data);
  const state = { view: data.views[0], off: new Set(), dyad: null, actor: null, query: "" };
  const picture = new kgraph.Picture(byId("canvas"), (node, edge) => pickDrawn(node, edge));

  const dyadId = (dyad) => dyad.ends.map((end) => state.view.actors[end].id).join("|");
  const findDyad = (id) => state.view.dyads.find((dyad) => dyadId(dyad) === id) || null;
  const findActor = (id) => state.view.actors.find((actor) => actor.id === id) || null;
  const dyadsOf = (actor) => state.view.dyads.filter((dyad) => dyad.ends.includes(state.view.actors.indexOf(actor)));
  const nodeOf = (actor) => `n${state.view.actors.indexOf(actor)}`;
  const hits = () => {
    const words = state.query.trim().toLowerCase();
    return words ? state.view.actors.filter((actor) => actor.label.toLowerCase().includes(words)) : [];
  };

  /* Choosing. */

  function pick(what) {
    Object.assign(state, { dyad: null, actor: null, query: "" }, what);
    if (!state.query) byId("search").value = "";
    update();
    const nodes = chosen();
    if (nodes.length) picture.reveal(nodes);
  }

  const chosen = () => (state.dyad ? state.dyad.ends.map((end) => `n${end}`) : state.actor ? [nodeOf(state.actor)] : []);
  const pickDyad = (dyad) => { pick({ dyad }); byId("heading").focus({ preventScroll: true }); };
  const pickActor = (actor) => { pick({ actor }); byId("heading").focus({ preventScroll: true }); };

  function pickDrawn(node, edge) {
    if (node) pick({ actor: state.view.actors[Number(node.slice(1))] });
    else if (edge) pick({ dyad: state.view.dyads[state.view.edges[Number(edge.slice(1))].dyad] });
    else pick({});
  }

  function toggle(sign) {
    if (!state.off.delete(sign)) state.off.add(sign);
    update();
  }

  function see(view) {
    const actor = state.actor && state.actor.id, dyad = state.dyad && dyadId(state.dyad);
    state.view = view;
    state.actor = actor && findActor(actor);
    state.dyad = dyad && findDyad(dyad);
    picture.show(view);
    update();
  }

  /* The address. */

  const quoted = (text) => encodeURIComponent(text).replace(/%3A/g, ":").replace(/%7C/g, "|");

  function address() {
    const parts = [];
    if (state.dyad) parts.push(`d=${quoted(dyadId(state.dyad))}`);
    if (state.actor) parts.push(`a=${quoted(state.actor.id)}`);
    if (state.view !== data.views[0]) parts.push(`v=${state.view.name}`);
    if (state.off.size) parts.push(`hide=${SIGNS.filter((sign) => state.off.has(sign)).map((sign) => kgraph.SIGN_NAME[sign]).join(",")}`);
    return parts.join("&");
  }

  function remember() {
    const hash = address();
    if (hash === location.hash.slice(1)) return;
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch { /* inside a notebook's frame there is no address to write; the page works without */ }
  }

  function recall() {
    const said = new URLSearchParams(location.hash.slice(1));
    const hidden = (said.get("hide") || "").split(",");
    const view = data.views.find((known) => known.name === said.get("v")) || data.views[0];
    state.off = new Set(SIGNS.filter((sign) => hidden.includes(kgraph.SIGN_NAME[sign])));
    if (view !== state.view || !picture.network) { state.view = view; picture.show(view); }
    pick({ dyad: findDyad(said.get("d")), actor: findActor(said.get("a")) });
  }

  /* Showing. */

  function update() {
    picture.paint({ off: state.off, ...focus(), hits: new Set(hits().map(nodeOf)), chosen: new Set(chosen()) });
    const [heading, summary, content] = state.dyad ? dyadPanel(state.dyad) : state.actor ? actorPanel(state.actor) : state.query ? searchPanel() : overview();
    byId("heading").replaceChildren(...heading);
    if (byId("summary").textContent !== summary) byId("summary").textContent = summary;
    byId("content").replaceChildren(...content.filter(Boolean));
    byId("panel").scrollTop = 0;
    showSigns();
    showViews();
    remember();
  }

  function focus() {
    const { dyads, edges } = state.view;
    const chosen = state.dyad ? [state.dyad] : state.actor ? dyadsOf(state.actor) : null;
    if (chosen === null) return { nodes: null, edges: null };
    const numbers = new Set(chosen.map((dyad) => dyads.indexOf(dyad)));
    const nodes = new Set(chosen.flatMap((dyad) => dyad.ends.map((end) => `n${end}`)));
    if (state.actor) nodes.add(nodeOf(state.actor));
    return { nodes, edges: new Set(edges.filter((edge) => numbers.has(edge.dyad)).map((edge) => edge.id)) };
  }

  const back = () => {
    const button = el("button", { type: "button", className: "back" }, "\u2190 All lines");
    button.addEventListener("click", () => pick({}));
    return button;
  };
  const claimList = (numbers) => list(numbers, (number) => kgraph.claimItem(claim(number)), "claims");
  const dyadList = (dyads, from) => list(dyads, (dyad) => kgraph.dyadButton(dyad, state.view, from, pickDyad), "rows");

  function overview() {
    const { view } = state, { all } = data;
    const span = all.first === null ? "undated" : `${all.first.slice(0, 4)} to ${all.last.slice(0, 4)}`;
    const summary = `${many(view.actors.length, "actor")}, ${many(view.edges.length, "line")}, ${many(data.claims.length, "claim")} from ${many(all.documents, "document")}, ${span}`;
    const rows = view.dyads.length ? section("Best evidenced", dyadList(view.dyads, null)) : el("p", {}, "No claim here links two actors.");
    return [[el("h2", {}, "Overview")], summary, [notice(), rows]];
  }

  function notice() {
    const { all } = state.view, parts = [];
    const left = (shown, whole, what) => { if (shown < whole) parts.push(`${shown.toLocaleString("en")} of ${many(whole, what)}`); };
    left(state.view.edges.length, all.lines, "line");
    left(state.view.actors.length, all.actors, "actor");
    left(data.claims.length, data.all.claims, "claim");
    return parts.length ? el("p", { className: "notice" }, `Showing ${parts.join(", ")}: the best evidenced.`) : null;
  }

  function dyadPanel(dyad) {
    const [first, second] = dyad.ends.map((end) => state.view.actors[end]);
    const end = (actor) => {
      const button = el("button", { type: "button", className: "end" }, name(actor.label));
      button.addEventListener("click", () => pickActor(actor));
      return button;
    };
    const numbers = newestFirst(dyad.lines.flatMap((line) => line.claims));
    const counts = dyad.lines.map((line) => `${line.facts} ${kgraph.SIGN_NAME[line.sign]}`).join(", ");
    const summary = `${many(numbers.length, "claim")}: ${counts}`;
    return [[back(), el("h2", {}, end(first), " \u2013 ", end(second))], summary, [kgraph.balance(dyad), claimList(numbers)]];
  }

  /* The file numbers its claims newest first. */
  const newestFirst = (numbers) => [...numbers].sort((a, b) => a - b);

  function actorPanel(actor) {
    const dyads = dyadsOf(actor), number = state.view.actors.indexOf(actor);
    const summary = `${kgraph.KIND_NAME[actor.kind] || actor.kind}, linked to ${many(actor.partners, "actor")}`;
    return [[back(), el("h2", {}, name(actor.label))], summary, [
      dyads.length < actor.partners ? el("p", { className: "notice" }, `${dyads.length} of ${actor.partners} are drawn: the best evidenced.`) : null,
      dyads.length ? section("With", dyadList(dyads, number)) : null,
      actor.within.length ? section(`Within (${actor.within.length})`, claimList(actor.within)) : null,
      actor.alone.length ? section(`Without another actor (${actor.alone.length})`, claimList(actor.alone)) : null,
    ]];
  }

  function searchPanel() {
    const found = hits();
    return [[back(), el("h2", {}, "Search")], `${many(found.length, "actor")} found`, [list(found, (actor) => kgraph.actorButton(actor, pickActor), "rows")]];
  }

  function showSigns() {
    byId("signs").replaceChildren(...SIGNS.map((sign) => {
      const count = state.view.edges.filter((edge) => edge.sign === sign).length;
      const button = el("button", { type: "button", className: `toggle ${kgraph.SIGN_CLASS[sign]}`, id: `sign${sign}`, "aria-pressed": String(!state.off.has(sign)) },
        el("b", {}, kgraph.SIGN[sign]), el("span", { className: "word" }, ` ${kgraph.SIGN_NAME[sign]}`), ` ${count}`);
      button.addEventListener("click", () => { toggle(sign); byId(`sign${sign}`).focus(); });
      return button;
    }));
  }

  function showViews() {
    byId("views").hidden = data.views.length < 2;
    byId("views").replaceChildren(...data.views.map((view) => {
      const button = el("button", { type: "button", className: "toggle", id: `view-${view.name}`, "aria-pressed": String(view === state.view) }, VIEW_NAME[view.name]);
      button.addEventListener("click", () => { see(view); byId(`view-${view.name}`).focus(); });
      return button;
    }));
  }

  function showLegend() {
    const line = (className, text) => el("span", {}, el("i", { className }), text);
    const glyphs = { state: "\u25CF", territory: "\u25CF", "armed-group": "\u25B2", person: "\u25C6" };
    const words = { "\u25CF": "state", "\u25A0": "organisation", "\u25B2": "armed group", "\u25C6": "person" };
    const kinds = new Set(data.views.flatMap((view) => view.actors.map((actor) => glyphs[actor.kind] || "\u25A0")));
    byId("legend").replaceChildren(line("plus", "cooperation"), line("minus", "conflict"), line("", "neutral"), el("span", {}, "wider: more claims"),
      line("one", "one publisher only"), line("dotted", "denied, planned or called for only"),
      ...Object.entries(words).filter(([glyph]) => kinds.has(glyph)).map(([glyph, word]) => el("span", {}, `${glyph} ${word}`)),
      ...(data.views.some((view) => view.actors.some((actor) => actor.within.length)) ? [el("span", {}, "\u25E6 at a node: claims within it")] : []));
  }

  /* Keys: / searches, Esc clears, 1 2 3 switch the signs. */
  function onKey(event) {
    const typing = event.target === byId("search");
    if (event.key === "Escape") { pick({}); if (typing) byId("search").blur(); }
    else if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
    else if ("123".includes(event.key)) toggle(SIGNS[Number(event.key) - 1]);
  }

  function onSearch(event) {
    pick({ query: event.target.value });
  }

  byId("search").addEventListener("input", onSearch);
  byId("search").addEventListener("keydown", (event) => { if (event.key === "Enter" && hits().length) pickActor(hits()[0]); });
  byId("fit").addEventListener("click", () => picture.fit());
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", recall);
  showLegend();
  recall();

  /* For tests and for people at the console: where a line or an actor is on the page, and which labels are drawn. */
  kgraph.positionOf = (id) => {
    const corner = byId("canvas").getBoundingClientRect(), dyad = findDyad(id);
    const edge = dyad && state.view.edges.find((known) => state.view.dyads[known.dyad] === dyad && !state.off.has(known.sign));
    const point = edge ? picture.pointOn(edge.id, 0.5) : picture.network.canvasToDOM(picture.network.getPosition(nodeOf(findActor(id))));
    return { x: corner.left + point.x, y: corner.top + point.y };
  };
  kgraph.labels = () => picture.labels;
})();
