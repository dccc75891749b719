/* The address: everything that is chosen, after the #, so that a link brings the same sight back. */
(() => {
  "use strict";

  const { SIGN_NAME, OPEN, monthOf, monthName } = window.kgraph;
  const SIGNS = [1, -1, 0], PAGES = ["changes", "balance", "groups", "path"], SIGHTS = ["table", "map"], MONTH = /^\d{4}-(0[1-9]|1[0-2])$/, PIN = /^(.*)@(-?\d{1,7})@(-?\d{1,7})$/;

  const quoted = (text) => encodeURIComponent(text).replace(/%3A/g, ":").replace(/%7C/g, "|").replace(/%2C/g, ",");
  const joined = (values) => [...values].sort().map((value) => encodeURIComponent(value)).join(",");
  const parted = (text) => (text ? text.split(",").map((part) => { try { return decodeURIComponent(part); } catch { return part; } }) : []);

  /* What the address says of a state whose parts are named by ids. */
  function written(state) {
    const parts = [], { filter } = state;
    const put = (key, value) => { if (value) parts.push(`${key}=${value}`); };
    put("d", state.dyad && quoted(state.dyad));
    put("a", state.actor && quoted(state.actor));
    put("ego", state.ego && "1");
    put("v", state.view);
    put("hide", SIGNS.filter((sign) => state.off.has(sign)).map((sign) => SIGN_NAME[sign]).join(","));
    put("see", state.sight !== "network" && state.sight);
    put("p", state.page !== "overview" && state.page);
    put("since", state.page === "changes" && state.since !== null && monthName(state.since));
    put("path", state.page === "path" && state.path.some(Boolean) && state.path.map((id) => quoted(id || "")).join("~"));
    put("only", state.page === "path" && state.onlyPlus && "cooperation");
    put("t", filter.from !== null && `${monthName(filter.from)}..${monthName(filter.to)}`);
    put("c", filter.confidence > 0 && String(filter.confidence));
    put("n", filter.publishers > 1 && String(filter.publishers));
    put("r", joined(filter.relations));
    put("s", filter.sources.size && joined([...filter.sources].map((name) => name || "?")));
    put("m", joined(filter.modalities));
    put("w", joined(filter.voices));
    put("sort", state.sort);
    put("x", [...state.pins].map(([id, [x, y]]) => `${encodeURIComponent(id)}@${Math.round(x)}@${Math.round(y)}`).join(","));
    return parts.join("&");
  }

  /* The parameters as they stand, each decoded once by whoever reads it: values may hold commas of their own. */
  function raw(hash) {
    return new Map(hash.replace(/^#/, "").split("&").filter(Boolean).map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    }));
  }

  const decoded = (text) => { try { return decodeURIComponent(text || ""); } catch { return ""; } };
  const number = (text, least, most, otherwise) => { const value = Number(text); return text && value >= least && value <= most ? value : otherwise; };

  function filterIn(said) {
    const months = (said.get("t") || "").split("..");
    const [from, to] = months.length === 2 && months.every((month) => MONTH.test(month)) ? months.map(monthOf).sort((a, b) => a - b) : [null, null];
    return {
      ...OPEN(), from, to, confidence: number(said.get("c"), 0, 1, 0), publishers: Math.floor(number(said.get("n"), 1, 99, 1)),
      relations: new Set(parted(said.get("r"))), sources: new Set(parted(said.get("s")).map((name) => (name === "?" ? "" : name))),
      modalities: new Set(parted(said.get("m"))), voices: new Set(parted(said.get("w")).map(Number).filter((voice) => [0, 1, 2].includes(voice))),
    };
  }

  /* What an address asks for; whatever it does not say, or says wrongly, is as at the beginning. */
  function read(hash) {
    const said = raw(hash), hidden = decoded(said.get("hide")).split(","), one = (key, known, otherwise) => (known.includes(said.get(key)) ? said.get(key) : otherwise);
    const pins = parted(said.get("x")).map((pin) => PIN.exec(pin)).filter(Boolean);
    return {
      dyad: decoded(said.get("d")), actor: decoded(said.get("a")), ego: said.get("ego") === "1", view: decoded(said.get("v")),
      off: new Set(SIGNS.filter((sign) => hidden.includes(SIGN_NAME[sign]))),
      sight: one("see", SIGHTS, "network"), page: one("p", PAGES, "overview"), sort: /^[a-z]+-?$/.test(said.get("sort") || "") ? said.get("sort") : "",
      since: MONTH.test(said.get("since") || "") ? monthOf(said.get("since")) : null,
      path: [...(said.get("path") || "").split("~").map(decoded), "", ""].slice(0, 2), onlyPlus: said.get("only") === "cooperation",
      filter: filterIn(said), pins: new Map(pins.map(([, id, x, y]) => [id, [Number(x), Number(y)]])),
    };
  }

  Object.assign(window.kgraph, { address: { written, read } });
})();
