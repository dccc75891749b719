/* What the panel says: of everything, of a dyad, of an actor, of a search. Each page is a heading, a summary and content. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { el, button, name, many, note, section, list, SIGN_NAME } = kgraph;
  const SIGNS = [1, -1, 0];
  const PAGE_NAME = { overview: "Overview", changes: "Changes", balance: "Balance", groups: "Groups", path: "Path" };

  class Pages {
    constructor(app) { this.app = app; }

    /* To the page that the reader comes from. */
    back() {
      const { page } = this.app.state;
      return button("back", `\u2190 ${PAGE_NAME[page]}`, () => this.app.pick({}));
    }

    claimList(numbers) {
      const { app } = this;
      return list(numbers, (number) => kgraph.claimItem(app.claim(number), this.others(number, numbers), (...verdict) => app.judge(...verdict)), "claims");
    }

    /* The other publishers that tell the same of the same months, among the claims shown. */
    others(number, numbers) {
      const { lens, data } = this.app, at = data.fields.indexOf("actor"), to = data.fields.indexOf("recipient");
      const end = (one, field) => data.ids[data.claims[one][field]], own = lens.span[number];
      if (!lens.isFirm(number) || own === null) return [];
      const isSame = (one) => one !== number && lens.relation[one] === lens.relation[number] && lens.isFirm(one) && lens.span[one] !== null
        && (lens.mutual[one] || (end(one, at) === end(number, at) && end(one, to) === end(number, to)))
        && lens.span[one].first <= own.last && lens.span[one].last >= own.first;
      return [...new Set(numbers.filter(isSame).map((one) => lens.publisher[one]))].filter((publisher) => publisher && publisher !== lens.publisher[number]).sort();
    }

    dyadList(dyads, from, extra) {
      const { app } = this;
      return list(dyads, (dyad) => kgraph.dyadButton(dyad, app.lines(dyad), {
        labels: app.labelsOf(dyad).filter((_, at) => dyad.ends[at] !== from), claimsOf: app.claimsOf, onPick: (picked) => app.pickDyad(picked), extra: extra ? extra(dyad) : null,
      }), "rows");
    }

    /* What the switches and filters hide of what the panel is about, with a way to have it back. `about`: claim numbers. */
    hidden(about) {
      const { app } = this, signs = new Set(about.map((number) => app.lens.sign[number]));
      const switched = SIGNS.filter((sign) => app.state.off.has(sign) && signs.has(sign)).map((sign) =>
        note(`${SIGN_NAME[sign]} is hidden (`, button("show", "show", () => { app.toggle(sign); app.focusHeading(); }), ")"));
      const left = about.filter((number) => !app.state.off.has(app.lens.sign[number])), gone = left.filter((number) => !app.passing.has(number)).length;
      if (!gone) return switched;
      return [...switched, note(`The filters hide ${gone.toLocaleString("en")} of ${many(left.length, "claim")} here (`, button("show", "clear filters", () => { app.setFilter(kgraph.OPEN()); app.focusHeading(); }), ")")];
    }

    overview() {
      const { app } = this, { view } = app, dyads = app.shownDyads(), numbers = app.shownClaims(app.lens.sign.map((_, number) => number));
      const shown = app.picture.shown(), linked = new Set(shown.flatMap((edge) => [edge.from, edge.to]));
      const tied = new Set(view.edges.flatMap((edge) => [edge.from, edge.to]));
      const actors = view.nodes.filter((node) => app.picture.isSeen(node.id) && (linked.has(node.id) || !tied.has(node.id)));
      const documents = new Set(numbers.map((number) => app.lens.document[number]));
      const summary = `${many(actors.length, "actor")}, ${many(shown.length, "line")}, ${many(numbers.length, "claim")} from ${many(documents.size, "document")}, ${this.years(numbers)}`;
      const none = view.dyads.length ? "All lines are hidden." : "No claim here links two actors.";
      const rows = dyads.length ? section("Best evidenced", this.dyadList(dyads, null)) : el("p", {}, none);
      return [[el("h2", {}, "Overview")], summary, [...this.hidden(app.lens.sign.map((_, number) => number)), this.cut(), rows]];
    }

    /* The first and the last year of the claims. */
    years(numbers) {
      const { data } = this.app, at = data.fields.indexOf("date");
      const parts = numbers.flatMap((number) => (data.claims[number][at] === null ? [] : data.claims[number][at].split("/")));
      const found = parts.filter((text) => text !== "..").map((text) => text.slice(0, 4)).sort();
      const [first, last] = [found[0], found[found.length - 1]];
      return !found.length ? "undated" : first === last ? first : `${first} to ${last}`;
    }

    /* How much of a large graph the page leaves out. */
    cut() {
      const { view, data } = this.app, parts = [];
      const left = (shown, whole, what) => { if (shown < whole) parts.push(`${shown.toLocaleString("en")} of ${many(whole, what)}`); };
      left(view.edges.length, view.all.lines, "line");
      left(view.actors.length, view.all.actors, "actor");
      left(data.claims.length, data.all.claims, "claim");
      return parts.length ? note(`Showing ${parts.join(", ")}: the best evidenced.`) : null;
    }

    dyad(dyad) {
      const { app } = this, labels = app.labelsOf(dyad), lines = app.lines(dyad), numbers = newestFirst(lines.flatMap((line) => line.claims));
      const end = (at) => button("end", name(labels[at]), () => app.pickActor(app.view.actors[dyad.ends[at]]));
      const heading = [this.back(), el("h2", {}, end(0), " \u2013 ", end(1))];
      const all = dyad.lines.flatMap((line) => line.claims), items = this.claimList(numbers);
      const jump = (claim) => { const item = document.getElementById(`claim-${claim.id}`); if (item) { item.scrollIntoView({ block: "start" }); item.focus({ preventScroll: true }); } };
      const acts = el("p", { className: "bar-of-acts" }, button("act", "Cite as Markdown", () => app.save("markdown")), button("act", "BibTeX", () => app.save("bibtex")), button("act", "CSV", () => app.save("csv")));
      return [heading, kgraph.tally(numbers.map(app.claim)), [...this.hidden(all), kgraph.netBar(lines), kgraph.balance(lines, labels, app.claimsOf, jump), acts, items]];
    }

    actor(actor) {
      const { app } = this, { view, state } = app, all = app.dyadsOf(actor), dyads = all.filter((dyad) => app.lines(dyad).length), number = view.actors.indexOf(actor);
      const within = app.shownClaims(actor.within), alone = app.shownClaims(actor.alone), about = [...all.flatMap((dyad) => dyad.lines.flatMap((line) => line.claims)), ...actor.within, ...actor.alone];
      const linked = dyads.length < all.length ? `${dyads.length} of ${many(actor.partners, "actor")} shown` : `linked to ${many(actor.partners, "actor")}`;
      return [[this.back(), el("h2", {}, name(actor.label))], `${kgraph.kindName(actor.kind)}, ${linked}`, [
        el("p", { className: "bar-of-acts" },
          button("act", "Only its neighbours", () => app.setEgo(!state.ego), { id: "ego", "aria-pressed": String(state.ego) }),
          button("act", "Path to \u2026", () => app.pick({ page: "path", path: [actor.id, ""] }))),
        ...this.hidden(about),
        all.length < actor.partners ? note(`${all.length} of ${actor.partners} are drawn: the best evidenced.`) : null,
        dyads.length ? section("With", this.dyadList(dyads, number)) : null,
        within.length ? section(`Within (${within.length})`, this.claimList(within)) : null,
        alone.length ? section(`Without another actor (${alone.length})`, this.claimList(alone)) : null,
      ]];
    }

    /* How many actors the file does not have, or null. */
    absent() {
      const count = this.app.view.all.absent;
      return count ? note(`${many(count, "more actor")} ${count === 1 ? "is" : "are"} not in this page (top ${many(this.app.data.top, "line")})`) : null;
    }

    /* An actor without a line among those drawn: what the file has of it, because another end or view shows it. */
    undrawn(actor) {
      const numbers = this.app.shownClaims(actor.claims), { count } = actor;
      const some = actor.claims.length && actor.claims.length < count ? note(`${actor.claims.length} of its ${count} claims are in this page.`) : null;
      return [[this.back(), el("h2", {}, name(actor.label))], `${kgraph.kindName(actor.kind)}, not drawn`, [
        ...this.hidden(actor.claims),
        actor.claims.length ? some : note(`${count === 1 ? "Its only claim is" : `Its ${count} claims are`} not in this page.`),
        actor.claims.length ? null : this.absent(),
        numbers.length ? section(`Claims (${numbers.length})`, this.claimList(numbers)) : null,
      ]];
    }

    search() {
      const { app } = this, found = app.hits();
      const names = ({ actor, host }) => (host ? [name(actor.label), ", in ", name(host.label)] : [name(actor.label)]);
      const as = ({ actor, host, why }) => {
        const seen = host || actor, kind = why ? `${kgraph.kindName(actor.kind)}, ${why}` : kgraph.kindName(actor.kind);
        return app.isDrawn(seen) ? kind : `${kind}, ${seen.claims && seen.claims.length ? "not drawn" : "not in this page"}`;
      };
      const rows = list(found, (hit) => kgraph.rowButton(names(hit), el("span", { className: "kind" }, as(hit)), () => app.pickHit(hit)), "rows");
      return [[this.back(), el("h2", {}, "Search")], `${many(found.length, "actor")} found`, [rows, this.absent()]];
    }
  }

  /* The file numbers its claims newest first. */
  const newestFirst = (numbers) => [...numbers].sort((a, b) => a - b);

  Object.assign(kgraph, { Pages, PAGE_NAME });
})();
