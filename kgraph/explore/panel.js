/* The panel's parts: lines, claims and actors in words. All text enters the document as text, never as markup. */
(() => {
  "use strict";

  const { SIGN } = window.kgraph;
  const SIGN_NAME = { 1: "cooperation", "-1": "conflict", 0: "neutral" };
  const SIGN_CLASS = { 1: "plus", "-1": "minus", 0: "none" };
  const KIND_NAME = { igo: "intergovernmental organisation", organization: "organisation", "armed-group": "armed group", sector: "part of a state" };
  const SAID = { "called-for": "called for" };
  const BASIS = { document: "date of publication", relative: "reckoned from the publication date" };
  const STANDINGS = ["denied", "negated", "called for", "planned", "hypothetical"];
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

  /* What keeps a claim from saying that something is so, in one word; null for one that says so. Denied and negated
     ones say the contrary. */
  const standing = ({ modality, negative }) => {
    if (modality === "denied") return "denied";
    if (negative) return "negated";
    return modality === "asserted" || modality === "reported" ? null : SAID[modality] || modality;
  };
  const isVoid = (claim) => claim.negative || claim.modality === "denied";

  /* How many of the claims are not firm, by standing: "1 denied", "2 called for". */
  const looseCounts = (claims) => {
    const words = claims.map(standing).filter(Boolean);
    return STANDINGS.filter((word) => words.includes(word)).map((word) => `${words.filter((other) => other === word).length} ${word}`);
  };

  /* "4 claims: 2 conflict; 1 denied, 1 called for": only what is said to be so counts as cooperation or conflict. */
  const tally = (claims) => {
    const firm = claims.filter((claim) => standing(claim) === null);
    const counts = [1, -1, 0].map((sign) => [firm.filter((claim) => claim.sign === sign).length, SIGN_NAME[sign]]);
    const parts = [counts.filter(([count]) => count).map((part) => part.join(" ")).join(", "), looseCounts(claims).join(", ")];
    return `${many(claims.length, "claim")}${claims.length ? ": " : ""}${parts.filter(Boolean).join("; ")}`;
  };

  /* A line's sign and how many claims firmly say so. */
  const chip = ({ sign, facts }) =>
    el("span", { className: `chip ${SIGN_CLASS[sign]}`, role: "img", "aria-label": `${facts} ${SIGN_NAME[sign]}` }, `${SIGN[sign]} ${facts.toLocaleString("en")}`);
  const looseChips = (claims) => looseCounts(claims).map((text) => el("span", { className: "chip dotted" }, text));

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

  const meta = (claim) => el("p", { className: "meta" },
    el("span", {}, date(claim.date), BASIS[claim.basis] ? ` (${BASIS[claim.basis]})` : ""),
    claim.modality === "asserted" || claim.modality === "denied" ? null : el("span", { className: "tag" }, SAID[claim.modality] || claim.modality),
    el("span", { className: "sure", title: "How sure the extractor is" }, `confidence ${claim.confidence.toFixed(2)}`));

  /* What stands before the words of a claim: its sign, or that they are denied or negated, which takes the sign away. */
  const lead = (claim) => {
    if (!isVoid(claim)) return [el("span", { className: "sign", "aria-label": SIGN_NAME[claim.sign] }, SIGN[claim.sign]), " "];
    const words = [claim.modality === "denied" && "DENIED", claim.negative && "NOT"].filter(Boolean);
    return words.flatMap((word) => [el("span", { className: "tag" }, word), " "]);
  };

  const claimItem = (claim) => el("li", { className: isVoid(claim) ? "claim void" : `claim ${SIGN_CLASS[claim.sign]}` },
    el("p", { className: "told" }, ...lead(claim),
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

  /* Which way the facts of a line go and how many publishers say so: rivals, who each say it of the other, show. */
  const ways = (line, [first, second]) => {
    const count = ([claims, sources]) => ` ${many(claims, "claim")}, ${many(sources, "source")}`;
    if (line.mutual === line.facts) return [[name(first), " \u2194 ", name(second), count(line.ways[0])]];
    const told = [[first, second, line.ways[0]], [second, first, line.ways[1]]].filter(([, , [claims]]) => claims);
    const parts = told.map(([from, to, way]) => [name(from), " \u2192 ", name(to), count(way)]);
    return line.mutual ? [...parts, [`${line.mutual} of them both ways`]] : parts;
  };

  const parted = (parts) => parts.map((part) => el("span", { className: "part" }, ...part));

  /* One row for each sign of a dyad, so that the counter-evidence stands beside the headline. `claimsOf` gives the
     claims of a line, `labels` are those of its ends. */
  const balance = (lines, labels, claimsOf) => el("ul", { className: "balance" }, ...lines.map((line) => {
    const loose = looseCounts(claimsOf(line)), about = SIGN_NAME[line.sign];
    if (!line.facts) return el("li", {}, el("span", {}, ...looseChips(claimsOf(line))), el("span", {}, `nothing firm about ${about}`));
    return el("li", {}, chip(line), el("span", {}, about, ...parted([...ways(line, labels), ...(loose.length ? [[`also ${loose.join(", ")}`]] : [])])));
  }));

  /* A button with a name on the left and something about it on the right. */
  const rowButton = (names, about, onPick) => {
    const button = el("button", { type: "button", className: "row" }, el("span", { className: "names" }, ...names), about);
    button.addEventListener("click", onPick);
    return el("li", {}, button);
  };

  /* The dyad in a list, seen from one of its ends (null for from outside). What is firm about it, else what is not. */
  const dyadButton = (dyad, lines, { labels, claimsOf, onPick }) => {
    const names = labels.flatMap((label, at) => [at ? " \u2013 " : "", name(label)]);
    const firm = lines.filter((line) => line.facts);
    const chips = firm.length ? firm.map(chip) : looseChips(lines.flatMap(claimsOf));
    return rowButton(names, el("span", { className: "chips" }, ...chips), () => onPick(dyad));
  };

  const kindName = (kind) => KIND_NAME[kind] || kind;

  Object.assign(window.kgraph, { el, name, many, reader, tally, looseCounts, claimItem, list, section, balance, rowButton, dyadButton, kindName, SIGN_NAME, SIGN_CLASS });
})();
