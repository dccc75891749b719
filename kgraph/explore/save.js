/* Files to take away: the picture as PNG and SVG, the lines as GEXF, the claims as CSV, citations, the reader's patch. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { SIGN_NAME, date, standing, chain, lineColour, width, dashes, FONT } = kgraph;
  const STEPS = 16;

  const xml = (text) => String(text).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD").replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
  /* A cell that a spreadsheet would take for a formula gets a space before it. */
  const cell = (value) => {
    const text = value === null || value === undefined ? "" : String(value), safe = /^[=+\-@\t\r]/.test(text) && typeof value !== "number" ? ` ${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };

  /* Where the file comes from, in lines: by what it was made, what it shows, and the address that shows the same again. */
  const provenance = (app) => [
    `${app.data.title}: ${app.scope()}`, `Made with ${app.data.made}; extracted by ${[...new Set(app.scopeClaims().map((number) => app.claim(number).extractor))].sort().join(", ") || "nothing"}`,
    `Query: #${app.address() || "everything"}`,
  ];

  const FIELDS = [
    ["claim", (claim) => `urn:kgraph:claim:${claim.id}`], ["date", (claim) => claim.date], ["actor", (claim) => claim.actor], ["actor_id", (claim) => claim.actorId],
    ["relation", (claim) => claim.relation], ["recipient", (claim) => claim.recipient], ["recipient_id", (claim) => claim.recipientId], ["sign", (claim) => claim.sign],
    ["modality", (claim) => claim.modality], ["negative", (claim) => (claim.negative ? "true" : "false")], ["standing", (claim) => standing(claim) || "firm"], ["confidence", (claim) => claim.confidence],
    ["said_by", (claim) => chain(claim.sources).join("")], ["quote", (claim) => claim.quote], ["publisher", (claim) => claim.publisher], ["title", (claim) => claim.title],
    ["published", (claim) => claim.published], ["url", (claim) => claim.url], ["document", (claim) => claim.paper], ["extractor", (claim) => claim.extractor], ["note", (claim) => claim.note],
  ];

  const csv = (app) => [FIELDS.map(([field]) => field), ...app.scopeClaims().map((number) => FIELDS.map(([, value]) => value(app.claim(number))))]
    .map((row) => row.map(cell).join(",")).join("\r\n").concat("\r\n");

  /* Text that Markdown shall show as it is. */
  const plain = (text) => String(text).replace(/[\\`*_{}[\]<>#|~!]/g, "\\$&").replace(/\s+/g, " ");
  const target = (url) => url.replace(/[()]/g, (sign) => encodeURIComponent(sign)).replace(/\(/g, "%28").replace(/\)/g, "%29");

  function markdown(app) {
    const item = (claim) => {
      const source = [claim.author, claim.publisher, claim.title && (claim.url ? `[${plain(claim.title)}](${target(claim.url)})` : plain(claim.title)), claim.published].filter(Boolean);
      const lines = [`- **${plain(kgraph.sentence(claim))}** (${[date(claim.date), claim.modality, `confidence ${claim.confidence.toFixed(2)}`].join(", ")})`];
      if (claim.quote !== null) lines.push(`  > ${plain(claim.quote)}`);
      if (claim.sources.length) lines.push(`  according to ${plain(chain(claim.sources).join(""))}`);
      lines.push(`  ${source.length ? source.map((part) => (part.startsWith("[") ? part : plain(part))).join(", ") : "source unknown"} (${plain(claim.extractor)}, ${claim.id})`);
      if (claim.note) lines.push(`  ${claim.rejected ? "rejected" : "note"}: ${plain(claim.note)}`);
      return lines.join("  \n");
    };
    return [`# ${plain(app.scope())}`, "", ...app.scopeClaims().map((number) => item(app.claim(number))), "", ...provenance(app).map((line) => `*${plain(line)}*  `), ""].join("\n");
  }

  const tex = (text) => String(text).replace(/[\\{}$&#%_^~]/g, (sign) => ({ "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" })[sign] || `\\${sign}`).replace(/\s+/g, " ");

  /* One entry for each document; its note holds the quotes. */
  function bibtex(app) {
    const papers = new Map();
    for (const number of app.scopeClaims()) {
      const claim = app.claim(number);
      papers.set(claim.document, [...(papers.get(claim.document) || []), claim]);
    }
    const entry = ([at, claims]) => {
      const [claim] = claims, quotes = [...new Set(claims.map(({ quote }) => quote).filter(Boolean))];
      const url = claim.url && claim.url.replace(/[{}\\]/g, (sign) => encodeURIComponent(sign));
      const fields = [["author", claim.author && `{${tex(claim.author)}}`], ["title", tex(claim.title || claim.paper || "untitled")], ["publisher", claim.publisher && tex(claim.publisher)],
        ["date", claim.published], ["year", claim.published && claim.published.slice(0, 4)], ["url", url], ["note", tex([...quotes.map((text) => `"${text}"`), `extracted by ${claim.extractor}`].join("; "))]];
      return `@misc{kgraph${at + 1},\n${fields.filter(([, value]) => value).map(([key, value]) => `  ${key} = {${value}}`).join(",\n")}\n}`;
    };
    return [...provenance(app).map((line) => `% ${line.replace(/\s+/g, " ")}`), "", ...[...papers].map(entry), ""].join("\n");
  }

  function gexf(app) {
    const rows = kgraph.rowsOf(app), nodes = [...new Set(rows.flatMap(({ dyad }) => dyad.ends))].sort((a, b) => a - b).map((node) => app.view.actors[node]);
    const node = (actor) => `<node id="${xml(actor.id)}" label="${xml(actor.label)}"><attvalues><attvalue for="kind" value="${xml(actor.kind)}"/></attvalues></node>`;
    const edge = ({ dyad, line }, at) => {
      const ends = dyad.ends.map((end) => xml(app.view.actors[end].id)), [from, to] = line.arrow === "from" ? [ends[1], ends[0]] : ends;
      const values = [["one_way", Boolean(line.arrow)], ["sign", line.sign], ["claims", line.facts], ["publishers", line.sources], ["confidence", line.confidence.toFixed(4)]];
      return `<edge id="${at}" source="${from}" target="${to}" weight="${Math.max(line.facts, 0.1)}" label="${SIGN_NAME[line.sign]}"><attvalues>${values.map(([key, value]) => `<attvalue for="${key}" value="${value}"/>`).join("")}</attvalues></edge>`;
    };
    const kinds = [["one_way", "boolean"], ["sign", "integer"], ["claims", "integer"], ["publishers", "integer"], ["confidence", "double"]].map(([id, type]) => `<attribute id="${id}" title="${id}" type="${type}"/>`).join("");
    return `<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3"><meta><creator>${xml(app.data.made)}</creator><description>${xml(provenance(app).join("; "))}</description></meta>`
      + `<graph defaultedgetype="directed"><attributes class="node"><attribute id="kind" title="kind" type="string"/></attributes><attributes class="edge">${kinds}</attributes>`
      + `<nodes>${nodes.map(node).join("")}</nodes><edges>${rows.map(edge).join("")}</edges></graph></gexf>\n`;
  }

  function svg(app) {
    const { picture } = app, { theme } = picture, box = picture.container, faint = new Set(picture.shown().map(({ id }) => id));
    const lines = picture.view.edges.map((edge) => [edge, picture.lineOf(edge)]).filter(([, line]) => line !== null).map(([edge, line]) => {
      const points = Array.from({ length: STEPS + 1 }, (_, at) => picture.pointOn(edge.id, at / STEPS)).map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`), scale = picture.network.getScale(), gaps = dashes(line, false);
      const colour = faint.has(edge.id) ? lineColour(line, theme) : theme.dim[line.sign];
      return `<polyline fill="none" stroke="${colour}" stroke-width="${(width(line.facts) * scale).toFixed(1)}"${gaps ? ` stroke-dasharray="${gaps.map((gap) => (gap * scale).toFixed(1)).join(" ")}"` : ""} points="${points.join(" ")}"/>`;
    });
    const dots = picture.view.nodes.filter((node) => picture.isSeen(node.id)).map((node) => {
      const { x, y } = picture.network.canvasToDOM(picture.network.getPosition(node.id)), { background, border } = picture.nodeLook(node, theme).color;
      return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(node.size * picture.network.getScale()).toFixed(1)}" fill="${background}" stroke="${border}"/>`;
    });
    const words = picture.labels.map(({ x, y, h, text }) => `<text x="${x.toFixed(1)}" y="${(y + h / 2 + 5).toFixed(1)}" stroke="${theme.back}" stroke-width="4" paint-order="stroke" fill="${theme.text}">${xml(text)}</text>`);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${box.clientWidth}" height="${box.clientHeight}" viewBox="0 0 ${box.clientWidth} ${box.clientHeight}" font-family="${xml(FONT)}" font-size="14">`
      + `<title>${xml(provenance(app).join("; "))}</title><rect width="100%" height="100%" fill="${theme.back}"/>${lines.join("")}${dots.join("")}${words.join("")}</svg>\n`;
  }

  /* The picture with its background, as a promise of a file. */
  function png(app) {
    const drawn = app.picture.container.querySelector("canvas"), canvas = document.createElement("canvas"), context = canvas.getContext("2d");
    [canvas.width, canvas.height] = [drawn.width, drawn.height];
    context.fillStyle = app.picture.theme.back;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(drawn, 0, 0);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  }

  const KINDS = {
    png: ["Picture (PNG)", "png", "image/png", png], svg: ["Picture (SVG)", "svg", "image/svg+xml", svg], gexf: ["Lines (GEXF)", "gexf", "application/xml", gexf],
    csv: ["Claims (CSV)", "csv", "text/csv", csv], markdown: ["Citations (Markdown)", "md", "text/markdown", markdown], bibtex: ["Citations (BibTeX)", "bib", "application/x-bibtex", bibtex],
    patch: ["Notes and rejections (JSON)", "patch.json", "application/json", (app) => app.patch.text(app.data.title)],
  };

  async function save(kind, app) {
    const [, ending, type, make] = KINDS[kind], made = await make(app), blob = typeof made === "string" ? new Blob([made], { type: `${type};charset=utf-8` }) : made;
    const stem = (kind === "patch" || kind === "png" || kind === "svg" ? app.data.title : app.scope()).normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "kgraph";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${stem}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  Object.assign(kgraph, { KINDS, save });
})();
