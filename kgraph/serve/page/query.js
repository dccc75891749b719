// The query page: YASGUI on this server and no other. Names from the store reach the page as text alone.
"use strict";

(() => {
  const ENDPOINT = new URL("/sparql", location.href).href;
  const FIRST = "SELECT ?claim ?actor ?relation ?recipient WHERE {\n  ?claim kg:actorName ?actor ; " +
    "kg:relation/rdfs:label ?relation ; kg:recipientName ?recipient .\n}\nLIMIT 20";
  const notice = document.getElementById("notice");
  const say = (text) => { notice.textContent = text; };

  // Completion of terms asks a server elsewhere; that of prefixes asks this one.
  Yasgui.Yasqe.defaults.autocompleters = ["prefixes", "variables"];
  Yasgui.Yasqe.defaults.prefixCcApi = "/prefixes.json";
  Yasgui.Yasqe.defaults.value = FIRST;
  Yasgui.Yasqe.defaults.createShortLink = undefined;

  const requestConfig = {
    endpoint: ENDPOINT,
    method: "POST",
    acceptHeaderSelect: "application/sparql-results+json",
    acceptHeaderGraph: "text/turtle",
    adjustQueryBeforeRequest: false,
  };
  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig,
    corsProxy: undefined,
    persistenceId: "kgraph",
    endpointCatalogueOptions: { getData: () => [{ endpoint: ENDPOINT }], keys: [] },
    // A link may bring a query; it may not send it somewhere else.
    populateFromUrl: (tab) => ({ ...tab, requestConfig: { ...tab.requestConfig, endpoint: ENDPOINT, headers: {} } }),
  });
  for (const tab of Object.values(yasgui._tabs)) tab.setEndpoint(ENDPOINT);

  yasgui.on("queryResponse", (_, tab) => {
    const headers = tab.getYasr()?.results?.res?.headers ?? {};
    const cut = headers["kgraph-cut"];
    say(cut ? `This answer was cut at ${cut}.` : "");
  });

  const cookbook = document.getElementById("cookbook");
  fetch("/queries.json").then((response) => response.json()).then((queries) => {
    for (const query of queries) cookbook.add(new Option(query.title, query.name));
    cookbook.addEventListener("change", () => {
      const chosen = queries.find((query) => query.name === cookbook.value);
      if (!chosen) return;
      const tab = yasgui.addTab(true, { ...yasgui.config, name: chosen.name });
      tab.setQuery(chosen.sparql);
      tab.setEndpoint(ENDPOINT);
    });
  }).catch(() => say("The cookbook could not be read."));

  window.kgraphQueries = yasgui;
})();
