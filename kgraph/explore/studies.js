/* Pages that ask something of the whole network: what changed, balance, groups, the way between two actors. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { el, button, name, many, note, section, list, monthOf, monthName, signOf, SIGN } = kgraph;
  const YEAR = 12, MUCH = 2, FEW_TRIADS = 60;
  const CHANGE = {
    flipped: "turned from one sign to the other", new: "first heard of", stronger: "at least twice as much a month", quiet: "not heard of since",
  };

  /* Each dyad as a tie of the network, from what is shown of it. */
  const tiesOf = (app) => app.shownDyads().map((dyad) => {
    const facts = (sign) => app.lines(dyad).filter((line) => line.sign === sign).reduce((sum, line) => sum + line.facts, 0);
    return { a: dyad.ends[0], b: dyad.ends[1], plus: facts(1), minus: facts(-1), dyad };
  });

  class Studies {
    constructor(app, pages) { Object.assign(this, { app, pages }); }

    /* What changed since a month. A dyad's firm claims since then are compared with those of as many months before it. */
    changesSince(since) {
      const { app } = this, { lens } = app, months = Math.max(1, lens.last - since + 1), found = [];
      for (const dyad of app.shownDyads()) {
        const firm = app.lines(dyad).flatMap((line) => line.claims).filter((number) => lens.isFirm(number) && lens.sign[number] && lens.span[number] !== null);
        const after = firm.filter((number) => lens.span[number].first >= since), ever = firm.filter((number) => lens.span[number].first < since);
        const before = ever.filter((number) => lens.span[number].first >= since - months);
        const net = (numbers) => numbers.reduce((sum, number) => sum + lens.sign[number], 0);
        const kind = !after.length ? (before.length >= MUCH ? "quiet" : null) : !ever.length ? "new"
          : net(after) * net(before.length ? before : ever) < 0 ? "flipped" : after.length >= 2 * before.length && after.length - before.length >= MUCH ? "stronger" : null;
        if (kind) found.push({ kind, dyad, after, before: before.length ? before : ever, net });
      }
      const order = Object.keys(CHANGE), weight = ({ after, before }) => after.length + before.length;
      return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || weight(b) - weight(a));
    }

    since() { return this.app.state.since === null ? Math.max(this.app.lens.first, this.app.lens.last - YEAR + 1) : this.app.state.since; }

    changes() {
      const { app } = this, { lens } = app, heading = [el("h2", {}, "What changed")];
      if (!lens.dated) return [heading, "Nothing here is dated.", []];
      const since = this.since(), found = this.changesSince(since);
      const input = el("input", { type: "month", id: "since", value: monthName(since), pattern: "[0-9]{4}-[0-9]{2}", placeholder: "YYYY-MM" });
      input.addEventListener("change", () => { if (/^\d{4}-(0[1-9]|1[0-2])$/.test(input.value)) { app.set({ since: monthOf(input.value) }); document.getElementById("since").focus(); } });
      const signed = (net) => `${net > 0 ? "+" : net < 0 ? SIGN[-1] : ""}${Math.abs(net)}`;
      const told = (numbers, net) => `${numbers.length} (net ${signed(net(numbers))})`;
      const about = ({ kind, after, before, net }) => {
        const words = { new: many(after.length, "claim") + `, net ${signed(net(after))}`, quiet: many(before.length, "claim") + ` before, net ${signed(net(before))}` };
        return el("span", { className: "kind" }, words[kind] || `${told(before, net)} \u2192 ${told(after, net)}`);
      };
      const sections = Object.entries(CHANGE).flatMap(([kind, words]) => {
        const some = found.filter((change) => change.kind === kind);
        const label = { flipped: "Flipped", new: "New", stronger: "Stronger", quiet: "Gone quiet" }[kind];
        return some.length ? [section(`${label} (${some.length}): ${words}`, list(some, (change) => kgraph.rowButton(this.names(change.dyad), about(change), () => app.pickDyad(change.dyad)), "rows"))] : [];
      });
      return [heading, `${many(found.length, "change")} since ${monthName(since)}`, [
        el("label", { className: "measure" }, "Since ", input),
        note(`Firm claims since ${monthName(since)}, beside those of the ${many(Math.max(1, lens.last - since + 1), "month")} before it. Fewer articles make fewer claims: the timeline says how many there are.`),
        ...sections]];
    }

    /* Names of actors in a row, each a way to its page. */
    members(nodes) {
      const { app } = this, { actors } = app.view;
      const item = (node, at) => el("span", { className: "member" }, button("show", name(actors[node].label), () => app.pickActor(actors[node])), at < nodes.length - 1 ? "," : "");
      return el("p", { className: "members" }, ...nodes.flatMap((node, at) => [item(node, at), " "]));
    }

    names(dyad) { return this.app.labelsOf(dyad).flatMap((label, at) => [at ? " \u2013 " : "", name(label)]); }

    balance() {
      const { app } = this, { actors } = app.view, ties = tiesOf(app), found = kgraph.unbalanced(actors.length, ties), split = kgraph.camps(actors.length, ties);
      const label = (node) => name(actors[node].label);
      const triad = (some) => {
        const minus = some.filter((tie) => signOf(tie) < 0), odd = minus.length === 1 ? minus[0] : null;
        const third = odd && [...new Set(some.flatMap(({ a, b }) => [a, b]))].find((node) => node !== odd.a && node !== odd.b);
        const words = odd ? [label(third), " is a friend of both ", label(odd.a), " and ", label(odd.b), ", who are at odds"] : ["All three are at odds"];
        return el("li", { className: "triad" }, el("p", {}, ...words), el("ul", { className: "rows" }, ...some.map((tie) =>
          kgraph.dyadButton(tie.dyad, app.lines(tie.dyad), { labels: app.labelsOf(tie.dyad), claimsOf: app.claimsOf, onPick: (dyad) => app.pickDyad(dyad) }))));
      };
      const side = (nodes, title) => section(`${title} (${nodes.length})`, this.members(nodes));
      return [[el("h2", {}, "Balance")], `${many(found.length, "unbalanced triad")}; ${split.against.length} of ${many(split.signed, "dyad")} against a split in two camps`, [
        note("A heuristic: it takes the sign of a dyad from whichever there is more of, cooperation or conflict, and holds that friends of friends are friends. Real alliances need not. The split is the best of a dozen tries; a better one may exist."),
        split.signed ? side(split.sides[0], "Camp drawn filled") : null, split.signed ? side(split.sides[1], "Camp drawn hollow") : null,
        split.against.length ? section(`Against the split (${split.against.length})`, this.pages.dyadList(split.against.map(({ dyad }) => dyad), null)) : null,
        found.length ? section(`Unbalanced triads (${found.length})`, list(found.slice(0, FEW_TRIADS), triad, "triads")) : null,
      ]];
    }

    /* The camp of each node that has one, for the picture. */
    campsOf() {
      const { sides } = kgraph.camps(this.app.view.actors.length, tiesOf(this.app));
      return new Map(sides.flatMap((nodes, camp) => nodes.map((node) => [`n${node}`, camp])));
    }

    groupsOf() { return kgraph.communities(this.app.view.actors.length, tiesOf(this.app)); }

    groups() {
      const { app } = this, found = this.groupsOf();
      const item = (group, at) => {
        const inner = app.shownDyads().filter((dyad) => dyad.ends.every((end) => group.includes(end)));
        return section(`Group ${at + 1} (${many(group.length, "actor")})`, this.members(group), this.pages.dyadList(inner.slice(0, 3), null));
      };
      return [[el("h2", {}, "Groups")], `${many(found.length, "group")} by cooperation`, [
        note("Actors that cooperate more with each other than with the rest (Louvain's method). Conflict does not count, and other cuts may be as good."), ...found.map(item)]];
    }

    /* The way between two actors, with the evidence of each step. */
    path() {
      const { app } = this, ends = app.state.path.map((id) => app.findActor(id)), heading = [button("back", "\u2190 Overview", () => app.pick({ page: "overview" })), el("h2", {}, "Path")];
      const form = el("div", { className: "ends" }, this.endInput(0, "From"), this.endInput(1, "To"), this.plusToggle());
      if (!ends.every((actor) => actor && app.isDrawn(actor))) return [heading, "Choose two actors, or click two of them with Shift held.", [form]];
      const way = this.way();
      if (way === null) return [heading, `No way from ${ends[0].label} to ${ends[1].label} among the lines shown`, [form]];
      const steps = way.flatMap(({ tie, from, to }) => {
        const line = app.lines(tie.dyad).find((one) => one.facts && (!app.state.onlyPlus || one.sign > 0)), numbers = line ? line.claims.filter((number) => app.lens.isFirm(number)).slice(0, 1) : [];
        return [section(`${app.view.actors[from].label} \u2192 ${app.view.actors[to].label}`, el("div", {}, this.pages.dyadList([tie.dyad], null), this.pages.claimList(numbers)))];
      });
      return [heading, `${ends[0].label} to ${ends[1].label} in ${many(way.length, "step")}`, [form, note("Fewest steps; of equally short ways the best evidenced. Under each step stands its newest firm claim."), ...steps]];
    }

    way() {
      const { app } = this, [from, to] = app.state.path.map((id) => app.view.actors.indexOf(app.findActor(id)));
      return from < 0 || to < 0 || from === to ? null : kgraph.shortestPath(app.view.actors.length, tiesOf(app), from, to, app.state.onlyPlus);
    }

    endInput(at, label) {
      const { app } = this, { actors } = app.view, known = app.findActor(app.state.path[at]);
      const names = el("datalist", { id: `names-${at}` }, ...actors.map((actor) => el("option", { value: actor.label })));
      const input = el("input", { type: "text", id: `end-${at}`, "aria-label": `${label} actor`, autocomplete: "off", value: known ? known.label : "" });
      input.setAttribute("list", names.id);
      input.addEventListener("change", () => {
        const hit = kgraph.find(app.view, input.value)[0], actor = hit && (hit.host || hit.actor);
        const path = [...app.state.path];
        path[at] = actor && app.isDrawn(actor) ? actor.id : "";
        app.set({ path });
        const next = document.getElementById(path[1 - at] ? `end-${at}` : `end-${1 - at}`);
        if (next) next.focus();
      });
      return el("label", { className: "measure" }, `${label} `, input, names);
    }

    plusToggle() {
      const { app } = this, input = el("input", { type: "checkbox", checked: app.state.onlyPlus, id: "only-plus" });
      input.addEventListener("change", () => { app.set({ onlyPlus: input.checked }); document.getElementById("only-plus").focus(); });
      return el("label", { className: "measure" }, input, " by cooperation only");
    }
  }

  Object.assign(kgraph, { Studies });
})();
