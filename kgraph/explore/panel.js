/* The panel's parts: claims with their evidence, the two sides of a dyad, lists that grow. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { SIGN, SIGN_NAME, SIGN_CLASS, SAID, el, button, name, many, isVoid, looseCounts, standing, date } = kgraph;
  const BASIS = { document: "date of publication", relative: "reckoned from the publication date" };
  const PAGE = 40;

  /* A line's sign and how many claims firmly say so. */
  const chip = ({ sign, facts }) =>
    el("span", { className: `chip ${SIGN_CLASS[sign]}`, role: "img", "aria-label": `${facts} ${SIGN_NAME[sign]}` }, `${SIGN[sign]} ${facts.toLocaleString("en")}`);
  const looseChips = (claims) => looseCounts(claims).map((text) => el("span", { className: "chip dotted" }, text));

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

  const attribution = (sources) => {
    if (!sources.length) return null;
    return el("p", { className: "said" }, "according to ", ...kgraph.chain(sources.map(name)));
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

  /* What stands before the words of a claim: its sign, or what takes the sign away. */
  const lead = (claim) => {
    if (!isVoid(claim)) return [el("span", { className: "sign", role: "img", "aria-label": SIGN_NAME[claim.sign] }, SIGN[claim.sign]), " "];
    const words = [claim.rejected && "REJECTED", claim.modality === "denied" && "DENIED", claim.negative && "NOT"].filter(Boolean);
    return words.flatMap((word) => [el("span", { className: "tag" }, word), " "]);
  };

  /* Who else tells the same of the same months: by how many publishers it is borne out. */
  const corroboration = (others) => {
    if (!others.length) return null;
    return el("p", { className: "said" }, `also told by ${many(others.length, "other publisher")}: `, ...others.flatMap((other, at) => [at ? ", " : "", name(other)]));
  };

  /* One claim in full. `others`: the publishers that bear it out; `judge`: what the reader may do with it. */
  const claimItem = (claim, others, judge) => el("li", { className: isVoid(claim) ? "claim void" : `claim ${SIGN_CLASS[claim.sign]}`, id: `claim-${claim.id}`, tabIndex: -1 },
    el("p", { className: "told" }, ...lead(claim),
      name(claim.actor), ` ${claim.words}`, claim.recipient === null ? "" : " ", claim.recipient === null ? null : name(claim.recipient)),
    meta(claim), claim.quote === null ? null : quote(claim), attribution(claim.sources), source(claim), corroboration(others), verdict(claim, judge));

  /* The reader's own word on a claim, and the buttons to give or take it back. */
  const verdict = (claim, judge) => {
    const words = claim.note ? el("p", { className: "own" }, claim.rejected ? "rejected: " : "note: ", name(claim.note)) : null;
    const acts = el("p", { className: "acts" });
    const offer = () => acts.replaceChildren(
      button("act", claim.note && !claim.rejected ? "Change note" : "Note", () => ask("noted", "Note"), { "aria-label": `Note on: ${kgraph.sentence(claim)}` }),
      claim.rejected || claim.note ? button("act", claim.rejected ? "Take back" : "Remove note", () => judge(claim.id, null, "")) : "",
      claim.rejected ? "" : button("act", "Reject", () => ask("rejected", "Why it does not hold"), { "aria-label": `Reject: ${kgraph.sentence(claim)}` }));
    const ask = (kind, label) => {
      const input = el("input", { type: "text", "aria-label": label, placeholder: label, value: kind === "noted" && !claim.rejected ? claim.note : "" });
      const give = () => { if (input.value.trim()) judge(claim.id, kind, input.value); else input.focus(); };
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") give();
        if (event.key === "Escape") { event.stopPropagation(); offer(); acts.firstElementChild.focus(); }
      });
      acts.replaceChildren(input, button("act", kind === "noted" ? "Keep note" : "Reject it", give), button("act", "Cancel", () => { offer(); acts.firstElementChild.focus(); }));
      input.focus();
    };
    offer();
    return el("div", {}, words, acts);
  };

  /* A list that shows its first items and gives the rest when asked. */
  const list = (items, make, className) => {
    const element = el("ul", { className }), box = el("div", {}, element);
    const more = button("more", "", () => grow());
    const grow = () => {
      const shown = element.childElementCount;
      element.append(...items.slice(shown, shown + PAGE).map(make));
      const left = items.length - element.childElementCount;
      more.hidden = left <= 0;
      more.textContent = `${left.toLocaleString("en")} more`;
    };
    grow();
    box.append(more);
    return box;
  };

  /* Which way the facts of a line go and how many publishers say so: rivals, who each say it of the other, show. */
  const ways = (line, [first, second]) => {
    const count = ([claims, sources]) => ` ${many(claims, "claim")}, ${many(sources, "source")}`;
    if (line.mutual === line.facts) return [[name(first), " \u2194 ", name(second), count(line.ways[0])]];
    const told = [[first, second, line.ways[0]], [second, first, line.ways[1]]].filter(([, , [claims]]) => claims);
    const parts = told.map(([from, to, way]) => [name(from), " \u2192 ", name(to), count(way)]);
    return line.mutual ? [...parts, [`${line.mutual} of them both ways`]] : parts;
  };

  const parted = (parts) => parts.map((part) => el("span", { className: "part" }, ...part));

  /* One row for each sign of a dyad, so that the counter-evidence stands beside the headline: of every row but the first
     its newest claim is named. `claimsOf` gives the claims of a line, `labels` are those of its ends. */
  const balance = (lines, labels, claimsOf, onPick) => el("ul", { className: "balance" }, ...lines.map((line, at) => {
    const claims = claimsOf(line), loose = looseCounts(claims), about = SIGN_NAME[line.sign];
    if (!line.facts) return el("li", {}, el("span", {}, ...looseChips(claims)), el("span", {}, `nothing firm about ${about}`));
    const newest = at ? claims.find((claim) => standing(claim) === null) : null;
    const counter = newest ? [[button("show", `newest ${date(newest.date)}: ${kgraph.sentence(newest)}`, () => onPick(newest))]] : [];
    return el("li", {}, chip(line), el("span", {}, about, ...parted([...ways(line, labels), ...(loose.length ? [[`also ${loose.join(", ")}`]] : []), ...counter])));
  }));

  /* Cooperation and conflict of a dyad as one bar, with what is left when one is taken from the other. */
  const netBar = (lines) => {
    const facts = (sign) => lines.filter((line) => line.sign === sign).reduce((sum, line) => sum + line.facts, 0);
    const plus = facts(1), minus = facts(-1), net = plus - minus;
    if (!plus || !minus) return null;
    const part = (sign, count) => { const bar = el("span", { className: SIGN_CLASS[sign] }); bar.style.flexGrow = count; return bar; };
    const words = `net ${net > 0 ? "+" : net < 0 ? SIGN[-1] : ""}${Math.abs(net)}`;
    return el("p", { className: "net" }, el("span", { className: "bar", "aria-hidden": "true" }, part(1, plus), part(-1, minus)), el("span", {}, words));
  };

  /* A button with a name on the left and something about it on the right. */
  const rowButton = (names, about, onPick) => el("li", {}, button("row", [el("span", { className: "names" }, ...names), about], onPick));

  /* The dyad in a list, seen from one of its ends (null for from outside). What is firm about it, else what is not. */
  const dyadButton = (dyad, lines, { labels, claimsOf, onPick, extra }) => {
    const names = labels.flatMap((label, at) => [at ? " \u2013 " : "", name(label)]);
    const firm = lines.filter((line) => line.facts);
    const chips = firm.length ? firm.map(chip) : looseChips(lines.flatMap(claimsOf));
    return rowButton(names, el("span", { className: "chips" }, extra || null, ...chips), () => onPick(dyad));
  };

  Object.assign(kgraph, { chip, claimItem, list, balance, netBar, rowButton, dyadButton });
})();
