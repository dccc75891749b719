/* The explorer: what is chosen, what that shows, and the address that brings it back. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { el, button, name, many, OPEN } = kgraph;
  const SIGNS = [1, -1, 0], ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const VIEW_NAME = { states: "States", named: "As named" };
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const lens = new kgraph.Lens(data), patch = new kgraph.Patch(data.verdicts || []);
  const numberOf = new Map(data.claims.map((row, number) => [row[0], number]));
  const articles = new Map(Object.entries(data.coverage).filter(([month]) => month).map(([month, count]) => [kgraph.monthOf(month), count]));
  const START = () => ({ dyad: null, actor: null, query: "", ego: false, off: new Set(), sight: "network", page: "overview", sort: "", since: null, path: ["", ""], onlyPlus: false, filter: OPEN(), pins: new Map() });
  const state = START();
  const listKept = { key: null, nodes: [], top: 0, row: null }; // as it was left, for whoever comes back
  const picture = new kgraph.Picture(byId("canvas"), byId("fit"), { pick: pickDrawn, hover: showTip, open: (node) => pick({ actor: actorAt(node), ego: true }), pin });

  const app = {
    data, lens, patch, picture, state, articles, view: data.views[0], passing: new Set(), claim: kgraph.reader(data, patch),
    pick, set, toggle, setFilter, judge, findActor, hits, pickHit, scope, scopeClaims, address, save: (kind) => kgraph.save(kind, app).then(() => saved(kind)),
    lines: (dyad) => shown.lines[app.view.dyads.indexOf(dyad)] || [],
    shownDyads: () => shown.dyads, shownClaims: (numbers) => numbers.filter((number) => app.passing.has(number)),
    labelsOf: (dyad) => dyad.ends.map((end) => app.view.actors[end].label), claimsOf: (line) => line.claims.map(app.claim),
    dyadsOf: (actor) => { const at = app.view.actors.indexOf(actor); return app.view.dyads.filter((dyad) => dyad.ends.includes(at)); },
    isDrawn: (actor) => app.view.actors.includes(actor), focusHeading: () => byId("heading").focus({ preventScroll: true }),
    pickDyad: (dyad) => { pick({ dyad }); app.focusHeading(); }, pickActor: (actor) => { pick({ actor }); app.focusHeading(); },
    setEgo: (ego) => { set({ ego }); picture.fit(); byId("ego").focus(); },
  };
  const pages = new kgraph.Pages(app), studies = new kgraph.Studies(app, pages);
  const shown = { lines: [], dyads: [], edges: new Map(), faint: new Set() };
  const timeline = new kgraph.Timeline(byId("time"), { lens, articles, told: (from, to, last) => setFilter({ ...state.filter, from, to }, last) });
  const filters = new kgraph.Filters(byId("filters"), { lens, data, given: () => state.filter, told: (filter) => setFilter(filter) });

  const dyadId = (dyad) => dyad.ends.map((end) => app.view.actors[end].id).join("|");
  const findDyad = (id) => app.view.dyads.find((dyad) => dyadId(dyad) === id) || null;
  const nodeOf = (actor) => `n${app.view.actors.indexOf(actor)}`;
  const actorAt = (node) => app.view.actors[Number(node.slice(1))];
  function hits() { return kgraph.find(app.view, state.query); }

  /* The actor of that id: drawn, or listed; one that counts for its state in this view is found as that state. */
  function findActor(id) {
    const { actors, listed } = app.view;
    const own = actors.find((actor) => actor.id === id) || listed.find((actor) => actor.id === id && !actor.host);
    if (own) return own;
    const part = listed.find((actor) => actor.id === id);
    return part ? findActor(part.host) : null;
  }

  /* Choosing. */

  function pick(what) {
    choose(what);
    remember("pushState");
  }

  function choose(what) {
    const wasEgo = state.ego;
    Object.assign(state, { dyad: null, actor: null, query: "", ego: false }, what);
    if (!state.query) byId("search").value = "";
    update();
    if (wasEgo || state.ego) picture.fit();
    const nodes = chosen();
    if (nodes.length) picture.reveal(nodes);
  }

  /* A change that is no step: the browser's Back passes over it. */
  function set(what) {
    Object.assign(state, what);
    update();
    remember("replaceState");
  }

  function chosen() {
    if (state.dyad) return state.dyad.ends.map((end) => `n${end}`);
    return state.actor && app.isDrawn(state.actor) ? [nodeOf(state.actor)] : [];
  }

  function pickDrawn(node, edge, isSecond) {
    if (node && isSecond && state.actor && app.isDrawn(state.actor) && actorAt(node) !== state.actor) pick({ page: "path", path: [state.actor.id, actorAt(node).id] });
    else if (node) { if (actorAt(node) !== state.actor) pick({ actor: actorAt(node) }); }
    else if (edge) pick({ dyad: app.view.dyads[app.view.edges[Number(edge.slice(1))].dyad] });
    else pick({});
  }

  function pickHit({ actor, host }) { if (host || !actor.host) app.pickActor(host || actor); }

  function pin(node, { x, y }) {
    state.pins.set(actorAt(node).id, [Math.round(x), Math.round(y)]);
    remember("replaceState");
  }

  function toggle(sign) {
    if (!state.off.delete(sign)) state.off.add(sign);
    set({});
  }

  function setFilter(filter, isLast = true) {
    state.filter = filter;
    update();
    if (isLast) remember("replaceState");
  }

  function judge(id, verdict, note) {
    if (verdict === null) patch.restore(id);
    else patch.judge(id, verdict, note);
    const top = byId("panel").scrollTop, item = byId(`claim-${id}`);
    takeVerdicts();
    update();
    byId("panel").scrollTop = top;
    const again = byId(`claim-${id}`);
    if (item && again) again.focus({ preventScroll: true });
  }

  function takeVerdicts() {
    lens.rejected = new Set(patch.rejected().map((id) => numberOf.get(id)).filter((number) => number !== undefined));
    listKept.key = null;
  }

  function saved(kind) {
    if (kind === "patch") patch.isSaved = true;
    showPending();
  }

  function see(view) {
    const actor = state.actor && state.actor.id, dyad = state.dyad && dyadId(state.dyad);
    draw(view);
    state.actor = actor && findActor(actor);
    state.dyad = dyad && findDyad(dyad);
    update();
    remember("pushState");
  }

  function draw(view) {
    app.view = view;
    derive();
    showSwitches(); // before the picture is fitted: they take room from it
    picture.show(view);
    picture.move([...state.pins].filter(([id]) => view.actors.some((actor) => actor.id === id)).map(([id, [x, y]]) => [`n${view.actors.findIndex((actor) => actor.id === id)}`, x, y]));
  }

  /* What is chosen to be taken away, in words and as claims. */
  function scope() {
    const filtered = kgraph.filterCount(state.filter) || state.off.size ? ", filtered" : "";
    if (state.dyad) return app.labelsOf(state.dyad).join(" \u2013 ") + filtered;
    return (state.actor ? state.actor.label : data.title) + filtered;
  }

  function scopeClaims() {
    const sort = (numbers) => [...new Set(app.shownClaims(numbers))].sort((a, b) => a - b);
    if (state.dyad) return sort(app.lines(state.dyad).flatMap((line) => line.claims));
    return sort(state.actor ? claimsAbout(state.actor) : lens.sign.map((_, number) => number));
  }

  function claimsAbout(actor) {
    if (!app.isDrawn(actor)) return actor.claims;
    return [...app.dyadsOf(actor).flatMap((dyad) => dyad.lines.flatMap((line) => line.claims)), ...actor.within, ...actor.alone];
  }

  /* The address. */

  function address() {
    return kgraph.address.written({ ...state, dyad: state.dyad && dyadId(state.dyad), actor: state.actor && state.actor.id, view: app.view === data.views[0] ? "" : app.view.name });
  }

  /* `how`: "pushState" for a step that the browser's Back undoes, "replaceState" for one that it passes over. */
  function remember(how) {
    const hash = address();
    if (hash === location.hash.slice(1)) return;
    try {
      history[how](null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch { /* inside a notebook's frame there is no address to write; the page works without */ }
  }

  function recall() {
    const said = kgraph.address.read(location.hash), view = data.views.find((known) => known.name === said.view) || data.views[0];
    Object.assign(state, said, { dyad: null, actor: null, query: "" });
    if (view !== app.view || !picture.network) draw(view);
    const actor = findActor(said.actor);
    choose({ dyad: findDyad(said.dyad), actor, ego: said.ego && actor !== null && app.isDrawn(actor) });
    remember("replaceState");
  }

  /* Back tells of a change twice, as popstate and as hashchange: what is there already is not built again. */
  const onAddress = () => { if (address() !== location.hash.slice(1) || state.query) recall(); };

  /* Showing. */

  /* What the switches and filters leave: lines by dyad, the line of each edge, the edges that only the window of time leaves out. */
  function derive() {
    const { filter, off } = state, { view } = app, none = new Set();
    const ever = (number) => lens.passes(number, filter, none), keep = (number) => ever(number) && lens.inWindow(number, filter);
    app.passing = new Set(lens.sign.map((_, number) => number).filter((number) => !off.has(lens.sign[number]) && keep(number)));
    const all = view.dyads.map((dyad) => dyad.lines.map((held) => lens.line(held, keep)).filter((line) => line.claims.length));
    const isBorneOut = (line) => filter.publishers === 1 || line.sources >= filter.publishers;
    for (const line of all.flat()) if (!isBorneOut(line)) line.claims.forEach((number) => app.passing.delete(number));
    const good = all.map((lines) => lines.filter(isBorneOut).sort(byEvidence));
    shown.lines = good.map((lines) => lines.filter((line) => !off.has(line.sign)));
    shown.dyads = view.dyads.filter((_, at) => shown.lines[at].length).sort((a, b) => byEvidence(app.lines(a)[0], app.lines(b)[0]));
    shown.counts = new Map(SIGNS.map((sign) => [sign, view.edges.filter((edge) => edge.sign === sign && good[edge.dyad].some((line) => line.sign === sign && line.facts)).length]));
    shown.edges = new Map();
    shown.faint = new Set();
    for (const edge of view.edges) {
      const line = shown.lines[edge.dyad].find((one) => one.sign === edge.sign);
      if (line) shown.edges.set(edge.id, line);
      else if (filter.from !== null && !off.has(edge.sign)) fade(edge, ever);
    }
  }

  function fade(edge, ever) {
    const line = lens.line(app.view.dyads[edge.dyad].lines.find((one) => one.sign === edge.sign), ever);
    if (!line.claims.length || (state.filter.publishers > 1 && line.sources < state.filter.publishers)) return;
    shown.edges.set(edge.id, line);
    shown.faint.add(edge.id);
  }

  const byEvidence = (a, b) => b.facts - a.facts || b.claims.length - a.claims.length;

  function update() {
    derive();
    const found = hits().map(({ actor, host }) => host || actor).filter(app.isDrawn), isList = !state.dyad && !state.actor && !state.query;
    picture.paint({
      lines: shown.edges, faint: shown.faint, ...focus(), only: egoNodes(), hits: new Set(found.map(nodeOf)), chosen: new Set(chosen()),
      camps: isList && state.page === "balance" ? studies.campsOf() : null, groups: isList && state.page === "groups" ? studies.groupsOf().map((group) => group.map((node) => `n${node}`)) : null,
    });
    showTip(null);
    leaveList();
    if (state.dyad) show(...pages.dyad(state.dyad));
    else if (state.actor) show(...(app.isDrawn(state.actor) ? pages.actor(state.actor) : pages.undrawn(state.actor)));
    else if (state.query) show(...pages.search());
    else enterList();
    showTime();
    showSight();
    showSwitches();
    showPending();
  }

  function egoNodes() {
    if (!state.ego || !state.actor || !app.isDrawn(state.actor)) return null;
    return new Set([nodeOf(state.actor), ...app.dyadsOf(state.actor).filter((dyad) => app.lines(dyad).length).flatMap((dyad) => dyad.ends.map((end) => `n${end}`))]);
  }

  function focus() {
    const { dyads, edges, actors } = app.view, isPath = !state.dyad && !state.actor && !state.query && state.page === "path";
    const way = isPath ? studies.way() : null;
    if (!state.dyad && !(state.actor && app.isDrawn(state.actor)) && way === null) return { nodes: null, edges: null };
    const about = way ? way.map(({ tie }) => tie.dyad) : state.dyad ? [state.dyad] : app.dyadsOf(state.actor).filter((dyad) => app.lines(dyad).length);
    const numbers = new Set(about.map((dyad) => dyads.indexOf(dyad)));
    const nodes = new Set(about.flatMap((dyad) => dyad.ends.map((end) => `n${end}`)));
    if (state.actor) nodes.add(nodeOf(actors[actors.indexOf(state.actor)]));
    return { nodes, edges: new Set(edges.filter((edge) => numbers.has(edge.dyad)).map((edge) => edge.id)) };
  }

  function show(heading, summary, content) {
    byId("heading").replaceChildren(...heading);
    if (byId("summary").textContent !== summary) byId("summary").textContent = summary;
    byId("content").replaceChildren(...content.filter(Boolean));
    byId("panel").scrollTop = 0;
  }

  function leaveList() {
    if (!listKept.shown) return;
    const active = document.activeElement;
    Object.assign(listKept, { shown: false, top: byId("panel").scrollTop, row: byId("content").contains(active) ? active : null });
  }

  /* The list as it was left, if it would be the same again: as far down, as long, and with the focus on the same row. */
  function enterList() {
    const key = `${app.view.name}&${address()}`, known = key === listKept.key;
    const lost = document.activeElement === document.body || byId("panel").contains(document.activeElement);
    const [heading, summary, content] = (state.page === "overview" ? pages : studies)[state.page]();
    if (!known) Object.assign(listKept, { key, nodes: content, top: 0, row: null });
    show(heading, summary, listKept.nodes);
    listKept.shown = true;
    byId("panel").scrollTop = listKept.top;
    if (lost && listKept.row) listKept.row.focus({ preventScroll: true });
  }

  function showTime() {
    const about = state.dyad ? state.dyad.lines.flatMap((line) => line.claims) : state.actor ? claimsAbout(state.actor) : lens.sign.map((_, number) => number);
    const of = state.dyad ? app.labelsOf(state.dyad).join(" \u2013 ") : state.actor ? state.actor.label : "";
    timeline.show([...new Set(about)].filter((number) => lens.passes(number, state.filter, state.off)), state.filter, of);
  }

  const sights = { network: "Network", table: "Table", ...(data.views.some((view) => view.actors.some(({ id }) => /^kgr:[A-Z]{3}$/.test(id))) ? { map: "Map" } : {}) };

  function showSight() {
    if (!sights[state.sight]) state.sight = "network";
    byId("table").hidden = state.sight !== "table";
    byId("map").hidden = state.sight !== "map";
    byId("canvas").inert = byId("fit").inert = state.sight !== "network";
    byId("graph").dataset.sight = state.sight;
    if (state.sight === "table") kgraph.fillTable(byId("table"), app);
    if (state.sight === "map") kgraph.fillMap(byId("map"), app);
  }

  /* A small text at the pointer: between whom the line is, and what stands behind it. */
  function showTip(id, at) {
    const tip = byId("tip"), edge = id && app.view.edges.find((known) => known.id === id), line = edge && shown.edges.get(id);
    tip.hidden = !line;
    if (!line) return;
    const [first, second] = app.labelsOf(app.view.dyads[edge.dyad]);
    const facts = line.facts ? [`${many(line.facts, "claim")} of ${kgraph.SIGN_NAME[line.sign]}`] : [];
    const words = [...facts, ...kgraph.looseCounts(app.claimsOf(line)), ...(shown.faint.has(id) ? ["outside the window"] : [])].join(", ");
    tip.replaceChildren(name(first), " \u2013 ", name(second), ` \u00B7 ${words}`);
    const room = byId("graph");
    tip.style.left = `${Math.max(4, Math.min(at.x + 12, room.clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(4, at.y + 16 + tip.offsetHeight > room.clientHeight ? at.y - tip.offsetHeight - 8 : at.y + 16)}px`;
  }

  /* A row of switches, built anew: who had the focus keeps it. */
  function fill(id, switches) {
    const active = byId(id).contains(document.activeElement) ? document.activeElement.id : null;
    byId(id).replaceChildren(...switches);
    if (active && byId(active)) byId(active).focus();
  }

  function showSwitches() {
    fill("signs", SIGNS.map((sign) => button(`toggle ${kgraph.SIGN_CLASS[sign]}`, [el("b", {}, kgraph.SIGN[sign]), el("span", { className: "word" }, ` ${kgraph.SIGN_NAME[sign]}`), ` ${shown.counts.get(sign)}`],
      () => toggle(sign), { id: `sign${sign}`, "aria-pressed": String(!state.off.has(sign)) })));
    byId("views").hidden = data.views.length < 2;
    fill("views", data.views.map((view) => button("toggle", VIEW_NAME[view.name], () => see(view), { id: `view-${view.name}`, "aria-pressed": String(view === app.view) })));
    fill("sights", Object.entries(sights).map(([sight, words]) => button("toggle", words, () => set({ sight }), { id: `see-${sight}`, "aria-pressed": String(sight === state.sight) })));
    fill("pages", Object.entries(kgraph.PAGE_NAME).filter(([page]) => page !== "path").map(([page, words]) => button("page", words, () => pick({ page }), { id: `page-${page}`, ...(page === state.page && !state.dyad && !state.actor && !state.query ? { "aria-current": "page" } : {}) })));
    const count = kgraph.filterCount(state.filter);
    byId("filters-button").textContent = count ? `Filters (${count})` : "Filters";
    filters.show();
  }

  function showPending() {
    const box = byId("pending");
    box.hidden = !patch.size || patch.isSaved;
    if (!box.hidden) box.replaceChildren(`${many(patch.size, "verdict")} of yours, not saved: `, button("show", "save as a patch", () => app.save("patch")));
  }

  kgraph.controls({ app, sights, timeline, arrows: ARROWS, walk, set, pick, toggle, takeVerdicts, update });
  byId("search").addEventListener("input", (event) => pick({ query: event.target.value }));
  byId("search").addEventListener("keydown", (event) => { if (event.key === "Enter" && hits().length) pickHit(hits()[0]); });
  byId("fit").addEventListener("click", () => picture.fit());
  window.addEventListener("popstate", onAddress);
  window.addEventListener("hashchange", onAddress);
  takeVerdicts();
  recall();

  /* To the neighbour of the chosen actor that lies that way; where nobody is chosen, to the actor with most lines. */
  function walk(way) {
    const from = state.actor && app.isDrawn(state.actor) ? nodeOf(state.actor) : null;
    const to = from ? picture.towards(from, way) : picture.byDegree.length ? picture.byDegree[0].id : null;
    if (to) pick({ actor: actorAt(to) });
  }

  /* For tests and for people at the console: where a line or an actor is on the page, which labels are drawn, where arrows
     have their heads, and what vis-network makes of it. */
  kgraph.positionOf = (id) => {
    const corner = byId("canvas").getBoundingClientRect(), dyad = findDyad(id);
    const edge = dyad && app.view.edges.find((known) => app.view.dyads[known.dyad] === dyad && !state.off.has(known.sign));
    const isOwn = ({ x, y }) => picture.network.getEdgeAt({ x, y }) === edge.id;
    const own = (share) => {
      const { x, y } = picture.pointOn(edge.id, share);
      return [[-1, -1], [-1, 1], [1, -1], [1, 1]].every(([dx, dy]) => isOwn({ x: x + dx, y: y + dy }));
    };
    const point = edge ? picture.pointOn(edge.id, [0.5, 0.4, 0.6, 0.3, 0.7].find(own) || 0.5) : picture.network.canvasToDOM(picture.network.getPosition(nodeOf(findActor(id))));
    return { x: corner.left + point.x, y: corner.top + point.y };
  };
  kgraph.labels = () => picture.labels;
  kgraph.heads = () => picture.shown().filter((edge) => edge.line.arrow).map((edge) => picture.pointOn(edge.id, edge.line.arrow === "to" ? 1 : 0));
  kgraph.network = () => picture.network;
  kgraph.app = app;
})();
