/* The words of the page: how signs, claims, dates and counts are told. Text enters the document as text, never as markup. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const SIGN = { 1: "+", "-1": "\u2212", 0: "\u25CB" };
  const SIGN_NAME = { 1: "cooperation", "-1": "conflict", 0: "neutral" };
  const SIGN_CLASS = { 1: "plus", "-1": "minus", 0: "none" };
  const KIND_NAME = { igo: "intergovernmental organisation", organization: "organisation", "armed-group": "armed group", sector: "part of a state" };
  const SAID = { "called-for": "called for" };
  const STANDINGS = ["denied", "negated", "called for", "planned", "hypothetical", "rejected"];
  const VOICES = ["the article itself", "one of the two sides", "somebody else"];

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
  const button = (className, text, onClick, properties) => {
    const element = el("button", { type: "button", className, ...properties }, ...[text].flat());
    element.addEventListener("click", onClick);
    return element;
  };
  const name = (text) => el("bdi", {}, text);
  const many = (count, one, more) => `${count.toLocaleString("en")} ${count === 1 ? one : more || `${one}s`}`;
  const note = (...words) => el("p", { className: "notice" }, ...words);
  const section = (title, ...children) => el("section", {}, el("h3", {}, title), ...children);

  /* What keeps a claim from saying that something is so, in one word; null for one that says so. Denied and negated
     ones say the contrary; one that the reader rejects says nothing. */
  const standing = ({ modality, negative, rejected }) => {
    if (rejected) return "rejected";
    if (modality === "denied") return "denied";
    if (negative) return "negated";
    return modality === "asserted" || modality === "reported" ? null : SAID[modality] || modality;
  };
  const isVoid = (claim) => claim.negative || claim.modality === "denied" || claim.rejected;

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

  const triples = (flat) => Array.from({ length: flat.length / 3 }, (_, at) => flat.slice(3 * at, 3 * at + 3));

  /* The claims of the file as objects, made from their rows when asked for. `patch` knows what the reader makes of them. */
  const reader = (data, patch) => (number) => {
    const claim = Object.fromEntries(data.fields.map((field, at) => [field, data.claims[number][at]]));
    const [publisher, title, published, url, author, paper] = data.documents[claim.document];
    const [words, sign, mutual, relation] = data.relations[claim.relation];
    const verdict = patch.of(claim.id);
    return {
      ...claim, number, words, sign, mutual, relation, publisher, title, published, url, author, paper,
      rejected: Boolean(verdict && verdict.verdict === "rejected"), note: verdict ? verdict.note : "",
      modality: data.words[claim.modality],
      basis: claim.basis === null ? null : data.words[claim.basis],
      extractor: data.words[claim.extractor],
      marks: triples(claim.marks).map(([start, end, role]) => [start, end, data.words[role]]),
      actor: data.actors[claim.actor], actorId: data.ids[claim.actor],
      recipient: claim.recipient === null ? null : data.actors[claim.recipient],
      recipientId: claim.recipient === null ? null : data.ids[claim.recipient],
      sources: claim.sources.map((source) => data.actors[source]),
      quote: claim.quote === null ? null : data.quotes[claim.quote],
    };
  };

  const date = (text) => {
    if (text === null) return "undated";
    const [start, end] = text.split("/");
    return !end ? start : end === ".." ? `since ${start}` : `${start} to ${end}`;
  };

  /* Who says it, outermost first: "Xinhua, quoting Putin". */
  const chain = (sources) => sources.flatMap((source, at) => (at ? [", quoting ", source] : [source]));

  /* "China visits Russia", with what takes the sign away before it. */
  const sentence = (claim) => {
    const words = [claim.rejected && "REJECTED", claim.modality === "denied" && "DENIED", claim.negative && "NOT"].filter(Boolean);
    return [...words, claim.actor, claim.words, claim.recipient].filter(Boolean).join(" ");
  };

  const kindName = (kind) => KIND_NAME[kind] || kind;

  Object.assign(kgraph, {
    SIGN, SIGN_NAME, SIGN_CLASS, SAID, VOICES, STANDINGS,
    el, button, name, many, note, section, standing, isVoid, looseCounts, tally, reader, date, chain, sentence, kindName,
  });
})();
