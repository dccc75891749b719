/* Questions to the network as a whole: ways between two actors, groups, camps, triads. They know numbers, no names.
   A tie is { a, b, plus, minus, key }: two node numbers with how much firm cooperation and conflict stands between them. */
(() => {
  "use strict";

  const signOf = ({ plus, minus }) => Math.sign(plus - minus);
  const STARTS = 12, STEP = 1e6;

  function neighbours(count, ties) {
    const around = Array.from({ length: count }, () => []);
    for (const tie of ties) { around[tie.a].push([tie.b, tie]); around[tie.b].push([tie.a, tie]); }
    return around;
  }

  /* The ties of the shortest way, of several equally short ones the best evidenced; null where there is none. */
  function shortestPath(count, ties, from, to, onlyPlus) {
    const around = neighbours(count, ties.filter(({ plus, minus }) => (onlyPlus ? plus > 0 : plus + minus > 0)));
    const cost = new Array(count).fill(Infinity), last = new Array(count).fill(null), open = new Set([from]);
    cost[from] = 0;
    while (open.size) {
      const node = [...open].reduce((best, other) => (cost[other] < cost[best] ? other : best));
      open.delete(node);
      if (node === to) break;
      for (const [other, tie] of around[node]) {
        const weight = STEP + Math.round(1000 / (onlyPlus ? tie.plus : tie.plus + tie.minus));
        if (cost[node] + weight >= cost[other]) continue;
        cost[other] = cost[node] + weight;
        last[other] = [node, tie];
        open.add(other);
      }
    }
    if (cost[to] === Infinity) return null;
    const path = [];
    for (let node = to; node !== from; node = last[node][0]) path.unshift({ tie: last[node][1], from: last[node][0], to: node });
    return path;
  }

  /* One round of moving nodes to the group in which modularity gains most, until nobody moves. */
  function settled(count, links, loops) {
    const around = Array.from({ length: count }, () => new Map()), degree = new Array(count).fill(0);
    let whole = 0;
    for (const [a, b, weight] of links) {
      around[a].set(b, (around[a].get(b) || 0) + weight);
      around[b].set(a, (around[b].get(a) || 0) + weight);
      degree[a] += weight; degree[b] += weight; whole += weight;
    }
    for (let node = 0; node < count; node += 1) { degree[node] += 2 * loops[node]; whole += loops[node]; }
    const group = degree.map((_, node) => node), total = [...degree];
    for (let moved = whole > 0; moved;) {
      moved = false;
      for (let node = 0; node < count; node += 1) {
        const shared = new Map([[group[node], 0]]);
        for (const [other, weight] of around[node]) shared.set(group[other], (shared.get(group[other]) || 0) + weight);
        total[group[node]] -= degree[node];
        const gain = (candidate) => shared.get(candidate) - (total[candidate] * degree[node]) / (2 * whole);
        const best = [...shared.keys()].reduce((kept, other) => (gain(other) > gain(kept) + 1e-9 ? other : kept), group[node]);
        total[best] += degree[node];
        if (best !== group[node]) { group[node] = best; moved = true; }
      }
    }
    return group;
  }

  /* Groups of actors that cooperate more with each other than with the rest (Louvain), the largest first; those alone left out. */
  function communities(count, ties) {
    let links = ties.filter(({ plus }) => plus > 0).map(({ a, b, plus }) => [a, b, Math.log2(1 + plus)]);
    let loops = new Array(count).fill(0), member = Array.from({ length: count }, (_, node) => node);
    for (;;) {
      const group = settled(loops.length, links, loops), names = [...new Set(group)], number = new Map(names.map((old, at) => [old, at]));
      if (names.length === loops.length) break;
      member = member.map((at) => number.get(group[at]));
      const next = new Map(), inner = new Array(names.length).fill(0);
      loops.forEach((loop, at) => { inner[number.get(group[at])] += loop; });
      for (const [a, b, weight] of links) {
        const [x, y] = [number.get(group[a]), number.get(group[b])].sort((one, other) => one - other);
        if (x === y) inner[x] += weight;
        else next.set(`${x},${y}`, (next.get(`${x},${y}`) || 0) + weight);
      }
      links = [...next].map(([pair, weight]) => [...pair.split(",").map(Number), weight]);
      loops = inner;
    }
    const groups = new Map();
    member.forEach((group, node) => groups.set(group, [...(groups.get(group) || []), node]));
    return [...groups.values()].filter((group) => group.length > 1).sort((a, b) => b.length - a.length || a[0] - b[0]);
  }

  /* Triads whose three signs do not go together: two friends of one who are enemies, or three enemies. */
  function unbalanced(count, ties) {
    const around = neighbours(count, ties.filter((tie) => signOf(tie))), found = [];
    around.forEach((links, a) => {
      const mine = new Map(links.filter(([other]) => other > a));
      for (const [b, first] of mine) for (const [c, second] of around[b]) {
        if (c <= b || !mine.has(c)) continue;
        const triad = [first, second, mine.get(c)];
        if (triad.reduce((product, tie) => product * signOf(tie), 1) < 0) found.push(triad);
      }
    });
    const enemies = (triad) => triad.filter((tie) => signOf(tie) < 0).length;
    const weight = (triad) => Math.min(...triad.map(({ plus, minus }) => Math.abs(plus - minus)));
    return found.sort((a, b) => enemies(a) - enemies(b) || weight(b) - weight(a));
  }

  /* Two camps with as few ties as may be that go against them: friends apart, enemies together. It tries a dozen starts and
     moves single actors while that helps, so fewer may be possible. */
  function camps(count, ties) {
    const signed = ties.filter((tie) => signOf(tie)), around = neighbours(count, signed);
    const isAgainst = (camp, tie) => (camp[tie.a] === camp[tie.b]) === (signOf(tie) < 0);
    const order = around.map((_, node) => node).sort((a, b) => around[b].length - around[a].length || a - b);
    const spread = (start) => {
      const camp = new Array(count).fill(null), queue = [];
      for (const seed of [start, ...order]) {
        if (camp[seed] === null) { camp[seed] = 0; queue.push(seed); }
        while (queue.length) {
          const node = queue.shift();
          for (const [other, tie] of around[node]) if (camp[other] === null) { camp[other] = signOf(tie) > 0 ? camp[node] : 1 - camp[node]; queue.push(other); }
        }
      }
      return camp;
    };
    const improved = (camp) => {
      for (let moved = true; moved;) {
        moved = false;
        for (const node of order) {
          const against = around[node].filter(([, tie]) => isAgainst(camp, tie)).length;
          if (2 * against > around[node].length) { camp[node] = 1 - camp[node]; moved = true; }
        }
      }
      return camp;
    };
    const cost = (camp) => signed.filter((tie) => isAgainst(camp, tie)).length;
    const tried = order.slice(0, STARTS).map((start) => improved(spread(start)));
    if (!tried.length) return { sides: [[], []], against: [], signed: 0 };
    const best = tried.reduce((kept, other) => (cost(other) < cost(kept) ? other : kept));
    const first = best[order[0]], members = (side) => order.filter((node) => around[node].length && best[node] === side);
    return { sides: [members(first), members(1 - first)], against: signed.filter((tie) => isAgainst(best, tie)), signed: signed.length };
  }

  Object.assign(window.kgraph, { signOf, shortestPath, communities, unbalanced, camps });
})();
