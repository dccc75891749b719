/* The search: which actors the words may mean, the likeliest first, and whether they are drawn. */
(() => {
  "use strict";

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /* How well an actor answers: a rank, lower is better, and the name or code that did; null where nothing does.
     All of a name or code comes before its beginning, that before the beginning of a later word, that before the rest. */
  function answer({ id, label, names, codes }, words) {
    const own = folded(label), others = names.map(folded), code = codes.findIndex((text) => folded(text) === words);
    const named = (test) => others.findIndex(test);
    const tests = [
      () => (own === words || folded(id) === words ? "" : null),
      () => names[named((text) => text === words)],
      () => (code < 0 ? null : codes[code]),
      () => (own.startsWith(words) ? "" : null),
      () => names[named((text) => text.startsWith(words))],
      () => (own.includes(` ${words}`) ? "" : null),
      () => names[named((text) => text.includes(` ${words}`))],
      () => (own.includes(words) ? "" : null),
      () => names[named((text) => text.includes(words))],
    ];
    for (const [rank, test] of tests.entries()) {
      const why = test() ?? null;
      if (why !== null) return { rank: rank + (rank === 2 ? code / codes.length : 0), why };
    }
    return null;
  }

  /* Who is meant, each with `actor`, `why`, and `host`: the actor of the view that it counts for, or null. */
  function find(view, query) {
    const words = folded(query.trim());
    if (!words) return [];
    const all = [...view.actors, ...view.listed];
    const found = all.map((actor) => ({ actor, ...answer(actor, words) })).filter((hit) => hit.rank !== undefined);
    const host = ({ host: id }) => (id ? all.find((actor) => actor.id === id && !actor.host) || null : null);
    return found.sort((a, b) => a.rank - b.rank).map((hit) => ({ ...hit, host: host(hit.actor) }));
  }

  window.kgraph.find = find;
})();
