/* The table: the same lines as the picture, for eyes, keyboards and screen readers that a picture does not serve. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { el, button, name, SIGN, SIGN_NAME, SIGN_CLASS, monthName } = kgraph;
  const COLUMNS = [
    ["first", "Actor", (row) => row.labels[0].toLowerCase(), 1], ["second", "Other actor", (row) => row.labels[1].toLowerCase(), 1], ["sign", "Sign", (row) => row.line.sign, -1],
    ["claims", "Firm claims", (row) => row.line.facts, -1], ["other", "Not firm", (row) => row.line.claims.length - row.line.facts, -1], ["publishers", "Publishers", (row) => row.line.sources, -1],
    ["confidence", "Confidence", (row) => row.line.confidence, -1], ["oldest", "First", (row) => row.dates[0] || "9999", 1], ["newest", "Last", (row) => row.dates[1] || "", -1],
  ];

  const rowsOf = (app) => app.shownDyads().flatMap((dyad) => app.lines(dyad).map((line) => {
    const at = app.data.fields.indexOf("date"), dates = line.claims.map((number) => app.data.claims[number][at]).filter(Boolean).map((text) => text.split("/")[0]).sort();
    return { dyad, line, labels: app.labelsOf(dyad), dates: [dates[0], dates[dates.length - 1]] };
  }));

  /* "claims" sorts by that column its usual way, "claims-" the other way round. */
  function sorted(rows, sort) {
    const column = COLUMNS.find(([key]) => key === sort.replace(/-$/, ""));
    if (!column) return rows;
    const way = column[3] * (sort.endsWith("-") ? -1 : 1), value = column[2];
    return [...rows].sort((a, b) => { const [x, y] = [value(a), value(b)]; return x < y ? -way : x > y ? way : 0; });
  }

  function header([key, title, , usual], app) {
    const { sort } = app.state, isOwn = sort.replace(/-$/, "") === key, way = usual * (sort.endsWith("-") ? -1 : 1);
    const sorter = button("sorter", title, () => { app.set({ sort: sort === key ? `${key}-` : key }); document.getElementById(`sort-${key}`).focus(); }, { id: `sort-${key}` });
    return el("th", { scope: "col", "aria-sort": !isOwn ? "none" : way > 0 ? "ascending" : "descending" }, sorter, el("span", { "aria-hidden": "true" }, isOwn ? (way > 0 ? " \u25B2" : " \u25BC") : ""));
  }

  const body = (app) => ({ dyad, line, labels, dates }) => {
    const open = button("show", name(labels[0]), () => app.pickDyad(dyad), { "aria-label": `${labels[0]} and ${labels[1]}, ${SIGN_NAME[line.sign]}: show the evidence` });
    return el("tr", { className: app.state.dyad === dyad ? "chosen" : "" }, el("th", { scope: "row" }, open), el("td", {}, name(labels[1])),
      el("td", { className: SIGN_CLASS[line.sign] }, `${SIGN[line.sign]} ${SIGN_NAME[line.sign]}`),
      ...[line.facts, line.claims.length - line.facts, line.sources, line.confidence.toFixed(2), dates[0] || "\u2013", dates[1] || "\u2013"].map((text) => el("td", { className: "number" }, String(text))));
  };

  /* Cooperation, conflict and articles by month: what the timeline draws. */
  function months(app) {
    const { lens, articles } = app, counts = new Map();
    for (const number of app.passing) {
      const span = lens.span[number];
      if (span === null || !lens.sign[number] || !lens.isFirm(number)) continue;
      const row = counts.get(span.first) || [0, 0];
      row[lens.sign[number] > 0 ? 0 : 1] += 1;
      counts.set(span.first, row);
    }
    const known = [...new Set([...counts.keys(), ...articles.keys()])].filter((month) => app.state.filter.from === null || (month >= app.state.filter.from && month <= app.state.filter.to)).sort((a, b) => a - b);
    const row = (month) => el("tr", {}, el("th", { scope: "row" }, monthName(month)), ...[...(counts.get(month) || [0, 0]), articles.get(month) || 0].map((count) => el("td", { className: "number" }, String(count))));
    return el("table", {}, el("caption", {}, "Firm claims and articles by month"),
      el("thead", {}, el("tr", {}, ...["Month", "Cooperation", "Conflict", "Articles"].map((title) => el("th", { scope: "col" }, title)))), el("tbody", {}, ...known.map(row)));
  }

  function fillTable(box, app) {
    const rows = sorted(rowsOf(app), app.state.sort);
    box.replaceChildren(el("table", { id: "lines" }, el("caption", {}, "Lines between actors: choose one for its evidence"),
      el("thead", {}, el("tr", {}, ...COLUMNS.map((column) => header(column, app)))), el("tbody", {}, ...rows.map(body(app)))), ...(app.lens.dated ? [months(app)] : []));
  }

  Object.assign(kgraph, { fillTable, rowsOf });
})();
