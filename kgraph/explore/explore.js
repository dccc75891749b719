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
  const overviewKept = { key: null, nodes: [], top: 0, row: null }; // as it was left, for whoever comes back
  const picture = new kgraph.Picture(byId("canvas"), byId("fit"), { pick: pickDrawn, hover: showTip });

  const dyadId = (dyad) => dyad.ends.map((end) => state.view.actors[end].id).join("|");
  const findDyad = (id) => state.view.dyads.find((dyad) => dyadId(dyad) === id) || null;
  const dyadsOf = (actor) => state.view.dyads.filter((dyad) => dyad.ends.includes(state.view.actors.indexOf(actor)));
  const isDrawn = (actor) => state.view.actors.includes(actor);
  const nodeOf = (actor) => `n${state.view.actors.indexOf(actor)}`;
  const labelsOf = (dyad) => dyad.ends.map((end) => state.view.actors[end].label);
  const claimsOf = (line) => line.claims.map(claim);
  /* What the switches leave of lines and of claims (by number). */
  const shownLines = (dyad) => dyad.lines.filter((line) => !state.off.has(line.sign));
  const signs = data.claims.map((row) => data.relations[row[data.fields.indexOf("relation")]][1]);
  const shownClaims = (numbers) => numbers.filter((number) => !state.off.has(signs[number]));
  const hits = () => kgraph.find(state.view, state.query);

  /* The actor of that id: drawn, or listed; one that counts for its state in this view is found as that state. */
  function findActor(id) {
    const { actors, listed } = state.view;
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
    Object.assign(state, { dyad: null, actor: null, query: "" }, what);
    if (!state.query) byId("search").value = "";
    update();
    const nodes = chosen();
    if (nodes.length) picture.reveal(nodes);
  }

  const chosen = () => (state.dyad ? state.dyad.ends.map((end) => `n${end}`) : state.actor && isDrawn(state.actor) ? [nodeOf(state.actor)] : []);
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
    remember("replaceState");
  }

  function see(view) {
    const actor = state.actor && state.actor.id, dyad = state.dyad && dyadId(state.dyad);
    state.view = view;
    state.actor = actor && findActor(actor);
    state.dyad = dyad && findDyad(dyad);
    picture.show(view);
    update();
    remember("pushState");
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

  /* `how`: "pushState" for a step that the browser's Back undoes, "replaceState" for one that it passes over. */
  function remember(how) {
    const hash = address();
    if (hash === location.hash.slice(1)) return;
    try {
      history[how](null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch { /* inside a notebook's frame there is no address to write; the page works without */ }
  }

  function recall() {
    const said = new URLSearchParams(location.hash.slice(1));
    const hidden = (said.get("hide") || "").split(",");
    const view = data.views.find((known) => known.name === said.get("v")) || data.views[0];
    state.off = new Set(SIGNS.filter((sign) => hidden.includes(kgraph.SIGN_NAME[sign])));
    if (view !== state.view || !picture.network) { state.view = view; picture.show(view); }
    choose({ dyad: findDyad(said.get("d")), actor: findActor(said.get("a")) });
    remember("replaceState");
  }

  /* Back tells of a change twice, as popstate and as hashchange: what is there already is not built again. */
  const onAddress = () => { if (address() !== location.hash.slice(1) || state.query) recall(); };

  /* Showing. */

  function update() {
    const found = hits().map(({ actor, host }) => host || actor).filter(isDrawn);
    picture.paint({ off: state.off, ...focus(), hits: new Set(found.map(nodeOf)), chosen: new Set(chosen()) });
    showTip(null);
    leaveOverview();
    if (state.dyad) show(...dyadPanel(state.dyad));
    else if (state.actor) show(...(isDrawn(state.actor) ? actorPanel(state.actor) : undrawnPanel(state.actor)));
    else if (state.query) show(...searchPanel());
    else enterOverview();
    showSigns();
    showViews();
  }

  function show(heading, summary, content) {
    byId("heading").replaceChildren(...heading);
    if (byId("summary").textContent !== summary) byId("summary").textContent = summary;
    byId("content").replaceChildren(...content.filter(Boolean));
    byId("panel").scrollTop = 0;
  }

  function leaveOverview() {
    if (!overviewKept.shown) return;
    const active = document.activeElement;
    Object.assign(overviewKept, { shown: false, top: byId("panel").scrollTop, row: byId("content").contains(active) ? active : null });
  }

  /* The list as it was left, if it would be the same again: as far down, as long, and with the focus on the same row. */
  function enterOverview() {
    const key = `${state.view.name} ${[...state.off].sort().join()}`, known = key === overviewKept.key;
    const lost = document.activeElement === document.body || byId("panel").contains(document.activeElement);
    const [heading, summary, content] = overview();
    if (!known) Object.assign(overviewKept, { key, nodes: content, top: 0, row: null });
    show(heading, summary, overviewKept.nodes);
    overviewKept.shown = true;
    byId("panel").scrollTop = overviewKept.top;
    if (lost && overviewKept.row) overviewKept.row.focus({ preventScroll: true });
  }

  function focus() {
    const { dyads, edges } = state.view;
    if (!state.dyad && !(state.actor && isDrawn(state.actor))) return { nodes: null, edges: null };
    const about = state.dyad ? [state.dyad] : dyadsOf(state.actor).filter((dyad) => shownLines(dyad).length);
    const numbers = new Set(about.map((dyad) => dyads.indexOf(dyad)));
    const nodes = new Set(about.flatMap((dyad) => dyad.ends.map((end) => `n${end}`)));
    if (state.actor) nodes.add(nodeOf(state.actor));
    return { nodes, edges: new Set(edges.filter((edge) => numbers.has(edge.dyad)).map((edge) => edge.id)) };
  }

  const back = () => {
    const button = el("button", { type: "button", className: "back" }, "\u2190 Overview");
    button.addEventListener("click", () => pick({}));
    return button;
  };
  const note = (...words) => el("p", { className: "notice" }, ...words);
  const claimList = (numbers) => list(numbers, (number) => kgraph.claimItem(claim(number)), "claims");
  const dyadList = (dyads, from) => list(dyads, (dyad) => kgraph.dyadButton(dyad, shownLines(dyad), {
    labels: labelsOf(dyad).filter((_, at) => dyad.ends[at] !== from), claimsOf, onPick: pickDyad,
  }), "rows");
  const withLines = (dyads) => dyads.filter((dyad) => shownLines(dyad).length);

  /* What the switches hide of what the panel is about, with a way to have it back. */
  function hiddenNotes(about) {
    return SIGNS.filter((sign) => state.off.has(sign) && about.includes(sign)).map((sign) => {
      const button = el("button", { type: "button", className: "show" }, "show");
      button.addEventListener("click", () => { toggle(sign); byId("heading").focus({ preventScroll: true }); });
      return note(`${kgraph.SIGN_NAME[sign]} is hidden (`, button, ")");
    });
  }

  function overview() {
    const { view } = state, dyads = withLines(view.dyads), numbers = shownClaims(data.claims.map((_, number) => number));
    const edges = view.edges.filter((edge) => !state.off.has(edge.sign)), linked = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
    const alone = new Set(view.edges.flatMap((edge) => [edge.from, edge.to]));
    const actors = view.nodes.filter((node) => linked.has(node.id) || !alone.has(node.id));
    const told = claimsOf({ claims: numbers }), documents = new Set(numbers.map((number) => data.claims[number][0]));
    const summary = `${many(actors.length, "actor")}, ${many(edges.length, "line")}, ${many(numbers.length, "claim")} from ${many(documents.size, "document")}, ${years(told)}`;
    const rows = dyads.length ? section("Best evidenced", dyadList(dyads, null)) : el("p", {}, view.dyads.length ? "All lines are hidden." : "No claim here links two actors.");
    return [[el("h2", {}, "Overview")], summary, [...hiddenNotes(view.dyads.flatMap((dyad) => dyad.lines.map((line) => line.sign))), notice(), rows]];
  }

  /* The first and the last year of the claims. */
  function years(claims) {
    const found = claims.flatMap(({ date }) => (date === null ? [] : date.split("/"))).filter((text) => text !== "..").map((text) => text.slice(0, 4)).sort();
    const [first, last] = [found[0], found[found.length - 1]];
    return !found.length ? "undated" : first === last ? first : `${first} to ${last}`;
  }

  function notice() {
    const { all } = state.view, parts = [];
    const left = (shown, whole, what) => { if (shown < whole) parts.push(`${shown.toLocaleString("en")} of ${many(whole, what)}`); };
    left(state.view.edges.length, all.lines, "line");
    left(state.view.actors.length, all.actors, "actor");
    left(data.claims.length, data.all.claims, "claim");
    return parts.length ? note(`Showing ${parts.join(", ")}: the best evidenced.`) : null;
  }

  function dyadPanel(dyad) {
    const [first, second] = dyad.ends.map((end) => state.view.actors[end]);
    const end = (actor) => {
      const button = el("button", { type: "button", className: "end" }, name(actor.label));
      button.addEventListener("click", () => pickActor(actor));
      return button;
    };
    const lines = shownLines(dyad), numbers = newestFirst(lines.flatMap((line) => line.claims));
    return [[back(), el("h2", {}, end(first), " \u2013 ", end(second))], kgraph.tally(numbers.map(claim)),
      [...hiddenNotes(dyad.lines.map((line) => line.sign)), kgraph.balance(lines, labelsOf(dyad), claimsOf), claimList(numbers)]];
  }

  /* The file numbers its claims newest first. */
  const newestFirst = (numbers) => [...numbers].sort((a, b) => a - b);

  function actorPanel(actor) {
    const all = dyadsOf(actor), dyads = withLines(all), number = state.view.actors.indexOf(actor);
    const within = shownClaims(actor.within), alone = shownClaims(actor.alone);
    const linked = state.off.size ? `${dyads.length} of ${many(actor.partners, "actor")} shown` : `linked to ${many(actor.partners, "actor")}`;
    const about = [...all.flatMap((dyad) => dyad.lines.map((line) => line.sign)), ...[...actor.within, ...actor.alone].map((claimed) => signs[claimed])];
    return [[back(), el("h2", {}, name(actor.label))], `${kgraph.kindName(actor.kind)}, ${linked}`, [
      ...hiddenNotes(about),
      all.length < actor.partners ? note(`${all.length} of ${actor.partners} are drawn: the best evidenced.`) : null,
      dyads.length ? section("With", dyadList(dyads, number)) : null,
      within.length ? section(`Within (${within.length})`, claimList(within)) : null,
      alone.length ? section(`Without another actor (${alone.length})`, claimList(alone)) : null,
    ]];
  }

  /* How many actors the file does not have, or null. */
  function absent() {
    const count = state.view.all.absent;
    return count ? note(`${many(count, "more actor")} ${count === 1 ? "is" : "are"} not in this page (top ${many(data.top, "line")})`) : null;
  }

  /* An actor without a line among those drawn: what the file has of it, because another end or view shows it. */
  function undrawnPanel(actor) {
    const numbers = shownClaims(actor.claims), { count } = actor;
    const some = actor.claims.length && actor.claims.length < count ? note(`${actor.claims.length} of its ${count} claims are in this page.`) : null;
    return [[back(), el("h2", {}, name(actor.label))], `${kgraph.kindName(actor.kind)}, not drawn`, [
      ...hiddenNotes(actor.claims.map((number) => signs[number])),
      actor.claims.length ? some : note(`${count === 1 ? "Its only claim is" : `Its ${count} claims are`} not in this page.`),
      actor.claims.length ? null : absent(),
      numbers.length ? section(`Claims (${numbers.length})`, claimList(numbers)) : null,
    ]];
  }

  function searchPanel() {
    const found = hits();
    const rows = list(found, (hit) => kgraph.rowButton(foundNames(hit), el("span", { className: "kind" }, foundAs(hit)), () => pickHit(hit)), "rows");
    return [[back(), el("h2", {}, "Search")], `${many(found.length, "actor")} found`, [rows, absent()]];
  }

  const foundNames = ({ actor, host }) => (host ? [name(actor.label), ", in ", name(host.label)] : [name(actor.label)]);

  function foundAs({ actor, host, why }) {
    const seen = host || actor, kind = why ? `${kgraph.kindName(actor.kind)}, ${why}` : kgraph.kindName(actor.kind);
    if (isDrawn(seen)) return kind;
    return `${kind}, ${seen.claims && seen.claims.length ? "not drawn" : "not in this page"}`;
  }

  const pickHit = ({ actor, host }) => { if (host || !actor.host) pickActor(host || actor); };

  /* A small text at the pointer: between whom the line is, and what stands behind it. */
  function showTip(id, at) {
    const tip = byId("tip"), edge = id && state.view.edges.find((known) => known.id === id);
    tip.hidden = !edge;
    if (!edge) return;
    const dyad = state.view.dyads[edge.dyad], line = dyad.lines.find((known) => known.sign === edge.sign);
    const [first, second] = labelsOf(dyad);
    const facts = line.facts ? [`${many(line.facts, "claim")} of ${kgraph.SIGN_NAME[line.sign]}`] : [];
    const words = [...facts, ...kgraph.looseCounts(claimsOf(line))].join(", ");
    tip.replaceChildren(name(first), " \u2013 ", name(second), ` \u00B7 ${words}`);
    const room = byId("graph");
    tip.style.left = `${Math.max(4, Math.min(at.x + 12, room.clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(4, at.y + 16 + tip.offsetHeight > room.clientHeight ? at.y - tip.offsetHeight - 8 : at.y + 16)}px`;
  }

  function showSigns() {
    byId("signs").replaceChildren(...SIGNS.map((sign) => {
      const count = state.view.edges.filter((edge) => edge.sign === sign && edge.facts).length; // what is only denied or planned is neither
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
  byId("search").addEventListener("keydown", (event) => { if (event.key === "Enter" && hits().length) pickHit(hits()[0]); });
  byId("fit").addEventListener("click", () => picture.fit());
  document.addEventListener("keydown", onKey);
  window.addEventListener("popstate", onAddress);
  window.addEventListener("hashchange", onAddress);
  showLegend();
  recall();

  /* For tests and for people at the console: where a line or an actor is on the page, which labels are drawn, where arrows
     have their heads, and what vis-network makes of it. */
  kgraph.positionOf = (id) => {
    const corner = byId("canvas").getBoundingClientRect(), dyad = findDyad(id);
    const edge = dyad && state.view.edges.find((known) => state.view.dyads[known.dyad] === dyad && !state.off.has(known.sign));
    const isOwn = ({ x, y }) => picture.network.getEdgeAt({ x, y }) === edge.id;
    const own = (share) => {
      const { x, y } = picture.pointOn(edge.id, share);
      return [[-1, -1], [-1, 1], [1, -1], [1, 1]].every(([dx, dy]) => isOwn({ x: x + dx, y: y + dy }));
    };
    const point = edge ? picture.pointOn(edge.id, [0.5, 0.4, 0.6, 0.3, 0.7].find(own) || 0.5) : picture.network.canvasToDOM(picture.network.getPosition(nodeOf(findActor(id))));
    return { x: corner.left + point.x, y: corner.top + point.y };
  };
  kgraph.labels = () => picture.labels;
  kgraph.heads = () => picture.shown().filter((edge) => edge.arrows).map((edge) => picture.pointOn(edge.id, edge.arrows === "to" ? 1 : 0));
  kgraph.network = () => picture.network;
})();
