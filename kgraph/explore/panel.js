/* The panel: lines, claims and actors in words. All text enters the document as text, never as markup. */
(() => {
  "use strict";

  const { SIGN } = window.kgraph;
  const SIGN_NAME = { 1: "cooperation", "-1": "conflict", 0: "neutral" };
  const SIGN_CLASS = { 1: "plus", "-1": "minus", 0: "none" };
  const KIND_NAME = { igo: "intergovernmental organisation", organization: "organisation", "armed-group": "armed group", sector: "part of a state" };
  const SAID = { "called-for": "called for" };
  const BASIS = { document: "date of publication", relative: "reckoned from the publication date" };
  const PAGE = 40;

  /* An element with properties (`role` and those with a dash as attributes) and children; strings become text. */
  const el = (tag, properties, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name.includes("-") || name === "role") element.setAttribute(name, value);
      else element[name] = value;
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };
  const name = (text) => el("bdi", {}, text);
  const many = (count, one, more) => `${count.toLocaleString("en")} ${count === 1 ? one : more || `${one}s`}`;

  /* A line's sign and count; dotted, like the line, where nothing in it is asserted. */
  const chip = ({ sign, facts, claims }) => {
    const words = facts ? `${facts} ${SIGN_NAME[sign]}` : `${claims.length} ${SIGN_NAME[sign]}, none asserted`;
    const text = `${SIGN[sign]} ${(facts || claims.length).toLocaleString("en")}`;
    return el("span", { className: `chip ${SIGN_CLASS[sign]}${facts ? "" : " dotted"}`, role: "img", "aria-label": words }, text);
  };

  const triples = (flat) => Array.from({ length: flat.length / 3 }, (_, at) => flat.slice(3 * at, 3 * at + 3));

  /* The claims of the file as objects, made from their rows when asked for. */
  const reader = (data) => (number) => {
    const claim = Object.fromEntries(data.fields.map((field, at) => [field, data.claims[number][at]]));
    const [publisher, title, published, url] = data.documents[claim.document];
    const [words, sign] = data.relations[claim.relation];
    return {
      ...claim, words, sign, publisher, title, published, url,
      modality: data.words[claim.modality],
      basis: claim.basis === null ? null : data.words[claim.basis],
      marks: triples(claim.marks).map(([start, end, role]) => [start, end, data.words[role]]),
      actor: data.actors[claim.actor],
      recipient: claim.recipient === null ? null : data.actors[claim.recipient],
      sources: claim.sources.map((source) => data.actors[source]),
      quote: claim.quote === null ? null : data.quotes[claim.quote],
    };
  };

  /* The quote with its marks. Offsets count characters, so it is cut by code points, not by UTF-16 units. */
  const quote = (claim) => {
    const signs = [...claim.quote], parts = [];
    let at = 0;
    for (const [start, end, role] of claim.marks) {
      parts.push(signs.slice(at, start).join(""), el("mark", { className: role }, signs.slice(start, end).join("")));
      at = end;
    }
    return el("blockquote", { dir: "auto" }, ...parts, signs.slice(at).join(""));
  };

  const date = (text) => {
    if (text === null) return "undated";
    const [start, end] = text.split("/");
    return !end ? start : end === ".." ? `since ${start}` : `${start} to ${end}`;
  };

  /* "Xinhua quotes Putin" is kept outermost first and told innermost first, as people tell it. */
  const attribution = (sources) => {
    if (!sources.length) return null;
    const [speaker, ...carriers] = [...sources].reverse();
    return el("p", { className: "said" }, "according to ", name(speaker), ...carriers.flatMap((carrier) => [", quoted by ", name(carrier)]));
  };

  const link = (url, text) => {
    let known = null;
    try { known = new URL(url); } catch { return name(text); }
    if (known.protocol !== "http:" && known.protocol !== "https:") return name(text);
    return el("a", { href: known.href, rel: "noopener noreferrer", referrerPolicy: "no-referrer", target: "_blank", dir: "auto" }, text);
  };

  const source = (claim) => {
    const title = claim.title || (claim.url ? "source" : null);
    const parts = [
      claim.publisher ? name(claim.publisher) : "publisher unknown",
      title && (claim.url ? link(claim.url, title) : name(title)),
      claim.published || "publication date unknown",
    ];
    return el("p", { className: "source" }, ...parts.filter(Boolean).flatMap((part, at) => (at ? [" \u00B7 ", part] : [part])));
  };

  const meta = (claim) => {
    const chips = [];
    if (claim.negative) chips.push("not");
    if (claim.modality !== "asserted") chips.push(SAID[claim.modality] || claim.modality);
    return el("p", { className: "meta" },
      el("span", {}, date(claim.date), BASIS[claim.basis] ? ` (${BASIS[claim.basis]})` : ""),
      ...chips.map((text) => el("span", { className: "tag" }, text)),
      el("span", { className: "sure", title: "How sure the extractor is" }, `confidence ${claim.confidence.toFixed(2)}`));
  };

  const claimItem = (claim) => el("li", { className: `claim ${SIGN_CLASS[claim.sign]}` },
    el("p", { className: "told" }, el("span", { className: "sign", "aria-label": SIGN_NAME[claim.sign] }, SIGN[claim.sign]), " ",
      name(claim.actor), ` ${claim.words}`, claim.recipient === null ? "" : " ", claim.recipient === null ? null : name(claim.recipient)),
    meta(claim), claim.quote === null ? null : quote(claim), attribution(claim.sources), source(claim));

  /* A list that shows its first items and gives the rest when asked. */
  const list = (items, make, className) => {
    const element = el("ul", { className }), box = el("div", {}, element);
    const more = el("button", { className: "more", type: "button" });
    const grow = () => {
      const shown = element.childElementCount;
      element.append(...items.slice(shown, shown + PAGE).map(make));
      const left = items.length - element.childElementCount;
      more.hidden = left <= 0;
      more.textContent = `${left.toLocaleString("en")} more`;
    };
    more.addEventListener("click", grow);
    grow();
    box.append(more);
    return box;
  };

  const section = (title, ...children) => el("section", {}, el("h3", {}, title), ...children);

  /* One row for each sign of a dyad, so that the counter-evidence stands beside the headline. */
  const balance = (dyad) => el("ul", { className: "balance" }, ...dyad.lines.map((line) => {
    const other = line.claims.length - line.facts;
    return el("li", {}, chip(line), ` ${SIGN_NAME[line.sign]} \u00B7 ${many(line.sources, "source")}`,
      line.facts && other ? ` \u00B7 ${other} more not asserted` : line.facts ? null : " \u00B7 none asserted");
  }));

  const dyadButton = (dyad, view, from, onPick) => {
    const ends = from === null ? dyad.ends : dyad.ends.filter((end) => end !== from);
    const names = ends.flatMap((end, at) => [at ? " \u2013 " : "", name(view.actors[end].label)]);
    const button = el("button", { type: "button", className: "row" }, el("span", { className: "names" }, ...names),
      el("span", { className: "chips" }, ...dyad.lines.map((line) => chip(line))));
    button.addEventListener("click", () => onPick(dyad));
    return el("li", {}, button);
  };

  const actorButton = (actor, onPick) => {
    const button = el("button", { type: "button", className: "row" }, el("span", { className: "names" }, name(actor.label)),
      el("span", { className: "kind" }, KIND_NAME[actor.kind] || actor.kind));
    button.addEventListener("click", () => onPick(actor));
    return el("li", {}, button);
  };

  Object.assign(window.kgraph, { el, name, many, chip, reader, claimItem, list, section, balance, dyadButton, actorButton, KIND_NAME, SIGN_NAME, SIGN_CLASS });
})();
