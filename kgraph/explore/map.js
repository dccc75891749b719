/* The map: the states among the actors where they lie, with the same lines. What has no place is counted, not drawn. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { svg, el, button, many, lineColour, width, dashes, shortened, Occupied, around, clearest, FONT, WORLD } = kgraph;
  const CODE = /^kgr:([A-Z]{3})(?:-[A-Z]+)?$/, MARGIN = 40, LEAST = 150, TOP = 44, BEND = 0.13;
  const STEP = 1.5, CLOSEST = 12, seen = { whole: false, zoom: 1, dx: 0, dy: 0 };

  /* Where actors lie, by their number; two in one place stand side by side. */
  function placesOf(app) {
    const taken = new Map(), found = new Map();
    app.view.actors.forEach(({ id }, at) => {
      const code = CODE.exec(id), place = code && WORLD.places[code[1]];
      if (!place || !app.picture.isSeen(`n${at}`)) return;
      const before = taken.get(code[1]) || 0;
      taken.set(code[1], before + 1);
      found.set(at, { x: place[0] + 4 * before, y: place[1] + 4 * before });
    });
    return found;
  }

  /* The part of the world to show, as wide and high as the box is: around all that has a place, or everything. */
  function frame(points, box) {
    const [w, h] = [box.clientWidth, Math.max(1, box.clientHeight - TOP)], xs = points.map(({ x }) => x), ys = points.map(({ y }) => y);
    const all = seen.whole || !points.length;
    const [left, right, top, bottom] = all ? [0, WORLD.width, 0, WORLD.height] : [Math.min(...xs) - MARGIN, Math.max(...xs) + MARGIN, Math.min(...ys) - MARGIN, Math.max(...ys) + MARGIN];
    const wide = Math.max(LEAST, right - left, ((bottom - top) * w) / h) / seen.zoom, scale = w / wide;
    return { scale, x: (left + right) / 2 + seen.dx - wide / 2, y: (top + bottom) / 2 + seen.dy - h / scale / 2, w, h };
  }

  const curve = (from, to, sign) => {
    const [dx, dy] = [to.x - from.x, to.y - from.y], side = -BEND * 2 * sign;
    return `M${from.x.toFixed(1)},${from.y.toFixed(1)}Q${((from.x + to.x) / 2 - side * dy).toFixed(1)},${((from.y + to.y) / 2 + side * dx).toFixed(1)} ${to.x.toFixed(1)},${to.y.toFixed(1)}`;
  };

  function drawLines(app, at) {
    const { picture, view } = app, strong = new Set(picture.shown().map(({ id }) => id));
    return view.edges.flatMap((edge) => {
      const line = picture.lineOf(edge), dyad = view.dyads[edge.dyad], [from, to] = dyad.ends.map(at);
      if (!line || !from || !to) return [];
      const gaps = dashes(line, picture.themes.isPrinted), colour = strong.has(edge.id) ? lineColour(line, picture.theme) : picture.theme.dim[line.sign];
      const path = svg("path", { d: curve(from, to, edge.sign), fill: "none", stroke: colour, "stroke-width": 0.7 * width(line.facts), "stroke-dasharray": gaps ? gaps.join(" ") : "none", class: "line" });
      path.addEventListener("click", () => app.pickDyad(dyad));
      return [[strong.has(edge.id), path]];
    }).sort((a, b) => a[0] - b[0]).map(([, path]) => path);
  }

  function drawActors(app, places, at, { w, h }) {
    const { picture, view } = app, occupied = new Occupied(), context = document.createElement("canvas").getContext("2d"), parts = [];
    const order = [...places.keys()].sort((a, b) => picture.degrees.get(`n${b}`) - picture.degrees.get(`n${a}`));
    context.font = `13px ${FONT}`;
    for (const number of order) { const { x, y } = at(number); occupied.take({ x: x - 5, y: y - 5, w: 10, h: 10 }); }
    for (const number of order) {
      const spot = at(number), node = view.nodes[number], dim = picture.isDim(node), text = shortened(node.label), sure = picture.look.chosen.has(node.id);
      const circle = svg("circle", { cx: spot.x, cy: spot.y, r: 4 + node.size / 6, fill: picture.nodeLook(node, picture.theme).color.background, stroke: picture.theme.back, class: "spot" }, svg("title", {}, node.label));
      circle.addEventListener("click", () => app.pickActor(view.actors[number]));
      parts.push(circle);
      const free = around({ ...spot, r: 5 }, context.measureText(text).width, 16).filter((place) => place.x > 2 && place.x + place.w < w - 2 && place.y > 0 && place.y + place.h < h && !occupied.has(place)), box = clearest(free, () => 0) || (sure ? around({ ...spot, r: 5 }, 80, 16)[0] : null);
      if (!box) continue;
      occupied.take(box);
      parts.push(svg("text", { x: box.x, y: box.y + 12, stroke: picture.theme.back, "stroke-width": 3, "paint-order": "stroke", fill: dim ? picture.theme.quiet : picture.theme.text, "font-weight": sure ? 600 : 400 }, text));
    }
    return parts;
  }

  /* Wheel and drag move what is seen; `again` draws it. */
  function listen(chart, { scale, w, h }, again) {
    chart.addEventListener("wheel", (event) => {
      event.preventDefault();
      const zoom = Math.max(1, Math.min(CLOSEST, seen.zoom * (event.deltaY < 0 ? STEP : 1 / STEP))), share = 1 / scale - seen.zoom / zoom / scale, corner = chart.getBoundingClientRect();
      Object.assign(seen, zoom === 1 ? { zoom, dx: 0, dy: 0 } : { zoom, dx: seen.dx + (event.clientX - corner.left - w / 2) * share, dy: seen.dy + (event.clientY - corner.top - h / 2) * share });
      again();
    }, { passive: false });
    chart.addEventListener("pointerdown", (start) => {
      const from = { dx: seen.dx, dy: seen.dy };
      const move = (event) => {
        if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < 4) return;
        Object.assign(seen, { dx: from.dx - (event.clientX - start.clientX) / scale, dy: from.dy - (event.clientY - start.clientY) / scale });
        again();
      };
      window.addEventListener("pointermove", move);
      window.addEventListener("pointerup", () => window.removeEventListener("pointermove", move), { once: true });
    });
  }

  function zoomButtons(again) {
    const act = (label, text, change) => button("act", text, () => { Object.assign(seen, change()); again(); document.getElementById(`map-${label}`).focus(); }, { id: `map-${label}`, "aria-label": label === "in" ? "Closer" : label === "out" ? "Farther" : text });
    const back = { zoom: 1, dx: 0, dy: 0 };
    return [act("in", "+", () => ({ zoom: Math.min(CLOSEST, seen.zoom * STEP) })), act("out", "\u2212", () => (seen.zoom / STEP <= 1 ? back : { zoom: seen.zoom / STEP })),
      act("whole", seen.whole ? "Around the actors" : "Whole world", () => ({ whole: !seen.whole, ...back }))];
  }

  function fillMap(box, app) {
    const places = placesOf(app), linked = new Set(app.picture.shown().flatMap(({ from, to }) => [from, to]));
    const central = [...places].filter(([number]) => linked.has(`n${number}`)).map(([, place]) => place);
    const framed = frame(central.length ? central : [...places.values()], box), { scale, x, y, w, h } = framed, { theme } = app.picture, again = () => fillMap(box, app);
    const at = (number) => { const place = places.get(number); return place && { x: (place.x - x) * scale, y: (place.y - y) * scale }; };
    const land = svg("path", { d: WORLD.land, fill: theme.land, stroke: theme.shore, "stroke-width": 1, "vector-effect": "non-scaling-stroke", transform: `scale(${scale}) translate(${-x} ${-y})` });
    const without = app.view.actors.filter((_, number) => app.picture.isSeen(`n${number}`)).length - places.size;
    const chart = svg("svg", { role: "img", "aria-label": `Map of ${many(places.size, "actor")}; the table has the same lines`, viewBox: `0 0 ${w} ${h}`, height: h }, land, ...drawLines(app, at), ...drawActors(app, places, at, framed));
    const told = without ? `${many(without, "actor")} without a place on the map ${without === 1 ? "is" : "are"} left out. ` : "";
    listen(chart, framed, again);
    box.replaceChildren(chart, el("p", { className: "of-map" }, ...zoomButtons(again), el("span", {}, ` ${told}A state stands in the middle of its largest part. Outline: Natural Earth.`)));
  }

  Object.assign(kgraph, { fillMap });
})();
