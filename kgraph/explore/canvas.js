/* The picture: nodes and lines on vis-network's canvas, their colours, what is dimmed. It knows lines, no claims. */
(() => {
  "use strict";

  const { Theme, Lettering, hullOf, lineColour, width, dashes } = window.kgraph;
  const NARROW = 600;
  const PRIME = 12; // so many of the nodes with most lines have their label whatever else there is
  const SIDE = 56, SLIM = 30, ENDS = 26, BAR = 18; // pixels left free around the network: for labels, and for what stands at the top
  const CLOSEST = 1.4, FARTHEST = 0.02;
  const PLAIN = { lines: null, faint: new Set(), nodes: null, edges: null, only: null, camps: null, groups: null, hits: new Set(), chosen: new Set() };

  class Picture {
    /* `button` stands on the canvas and is kept free; `told` hears of clicks (a node, an edge, whether with Shift),
       double clicks, of nodes that were dragged, and of hovering (an edge and where, or nothing). */
    constructor(container, button, told) {
      this.container = container;
      this.button = button;
      this.told = told;
      this.themes = new Theme(() => this.paint(this.look));
      this.look = PLAIN;
      this.hovered = this.fitted = null;
      this.moved = false;
      this.faded = new Set();
      this.labels = [];
      this.lettering = new Lettering(this);
    }

    get theme() { return this.themes.now; }

    /* Draws another view: its nodes and lines take the places of those before. */
    show(view) {
      if (this.network) this.network.destroy();
      this.network = this.hovered = null;
      this.view = view;
      this.degrees = new Map(view.nodes.map((node) => [node.id, 0]));
      for (const edge of view.edges) for (const end of [edge.from, edge.to]) this.degrees.set(end, this.degrees.get(end) + 1);
      this.inner = new Set(view.nodes.filter((_, at) => view.actors[at].within.length).map((node) => node.id));
      this.byDegree = [...view.nodes].sort((a, b) => this.degrees.get(b.id) - this.degrees.get(a.id));
      this.prime = new Set(this.byDegree.slice(0, PRIME).map((node) => node.id).filter((id) => this.degrees.get(id) > 1));
      this.nodes = new vis.DataSet(view.nodes.map(({ label, ...rest }) => rest));
      this.edges = new vis.DataSet(view.edges.map(({ facts, sign, unsure, ...rest }) => rest));
      this.look = PLAIN;
      this.paint(this.look);
      this.network = new vis.Network(this.container, { nodes: this.nodes, edges: this.edges }, view.options);
      this.container.firstElementChild.tabIndex = -1; // the container takes the focus and the keys
      this.listen();
      this.fit();
    }

    listen() {
      const hover = (what, edge, at) => {
        this.hovered = what;
        this.container.classList.toggle("over", what !== null);
        this.told.hover(edge || null, at || null);
        this.network.redraw();
      };
      const move = () => { this.moved = true; this.told.hover(null, null); };
      const node = (event) => event.nodes[0] || null;
      const edge = (event) => (event.nodes.length ? null : event.edges[0] || null);
      this.network.on("hoverNode", (event) => hover(event.node));
      this.network.on("hoverEdge", (event) => hover(event.edge, event.edge, event.pointer.DOM));
      this.network.on("blurNode", () => hover(null));
      this.network.on("blurEdge", () => hover(null));
      this.network.on("click", (event) => this.told.pick(node(event), edge(event), Boolean(event.event.srcEvent && event.event.srcEvent.shiftKey)));
      this.network.on("doubleClick", (event) => { if (node(event)) this.told.open(node(event)); });
      this.network.on("dragEnd", (event) => { if (node(event)) this.told.pin(node(event), this.network.getPosition(node(event))); });
      this.network.on("zoom", move);
      this.network.on("dragStart", move);
      this.network.on("resize", () => this.resized(this.network));
      this.network.on("beforeDrawing", (context) => this.drawGroups(context));
      this.network.on("afterDrawing", (context) => this.lettering.write(context));
    }

    /* vis-network keeps the middle where it was after it has said that its size changed: wait for that, then fit again,
       unless the reader has moved the picture. */
    resized(network) {
      requestAnimationFrame(() => { if (network === this.network && !this.moved) this.fit(this.fitted); });
    }

    /* Puts nodes where the reader has dragged them before. */
    move(places) {
      for (const [id, x, y] of places) if (this.nodes.get(id)) this.network.moveNode(id, x, y);
    }

    /* Brings nodes (all, if none are named) into view, none of them under the button. */
    fit(ids) {
      const wanted = ids || (this.look.only ? [...this.look.only] : null);
      const nodes = wanted ? this.view.nodes.filter((node) => wanted.includes(node.id)) : this.view.nodes;
      this.fitted = ids || null;
      this.moved = false;
      if (!nodes.length) return;
      this.place(nodes, 0);
      const corner = this.corner();
      if (nodes.some((node) => this.isUnder(node, corner))) this.place(nodes, this.container.clientHeight - corner.y - ENDS / 2);
    }

    /* The nodes in the middle, as large as they may be, with so many pixels at the bottom left alone. */
    place(nodes, below) {
      const spots = nodes.map((node) => ({ ...this.network.getPosition(node.id), r: node.size }));
      const [left, top] = ["x", "y"].map((axis) => Math.min(...spots.map((spot) => spot[axis] - spot.r)));
      const [right, bottom] = ["x", "y"].map((axis) => Math.max(...spots.map((spot) => spot[axis] + spot.r)));
      const across = (this.container.clientWidth - 2 * (this.isNarrow() ? SLIM : SIDE)) / (right - left);
      const down = (this.container.clientHeight - below - 2 * ENDS - BAR) / (bottom - top);
      const scale = Math.max(FARTHEST, Math.min(CLOSEST, across, down));
      this.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + (below - BAR) / 2 / scale }, scale, animation: false });
    }

    isNarrow() { return this.container.clientWidth < NARROW; }

    /* The corner that the button takes, with a little room around it. */
    corner() {
      const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = this.button;
      return { x: offsetLeft - 6, y: offsetTop - 6, w: offsetWidth + 12, h: offsetHeight + 12 };
    }

    /* What stands at the top, where no label should. */
    bars() {
      const over = this.button.parentElement.querySelector("#over");
      return [...over.children].filter((bar) => !bar.hidden).map((bar) => ({ x: over.offsetLeft + bar.offsetLeft, y: over.offsetTop + bar.offsetTop, w: bar.offsetWidth, h: bar.offsetHeight }));
    }

    isUnder(node, box) {
      const { x, y } = this.network.canvasToDOM(this.network.getPosition(node.id)), r = node.size * this.network.getScale();
      return x + r > box.x && x - r < box.x + box.w && y + r > box.y && y - r < box.y + box.h;
    }

    /* Brings nodes into view if any of them is out of it. */
    reveal(nodes) {
      const out = nodes.some((id) => {
        const { x, y } = this.network.canvasToDOM(this.network.getPosition(id));
        return x < 20 || y < 20 || x > this.container.clientWidth - 20 || y > this.container.clientHeight - 20;
      });
      if (out) this.fit(nodes);
    }

    /* Colours everything. `look`: the line of each edge that is shown (null for as it came) and the edges that the window of
       time fades; nodes and edges in focus, nodes that alone are shown (each null for all); the camp of each node; groups
       of nodes to be drawn around; nodes that a search hit; nodes chosen. */
    paint(look) {
      this.look = { ...PLAIN, ...look };
      if (!this.view) return;
      const shown = this.view.edges.filter((edge) => this.lineOf(edge) && !this.look.faint.has(edge.id));
      const linked = new Set(shown.flatMap((edge) => [edge.from, edge.to]));
      this.faded = new Set(this.view.nodes.map((node) => node.id).filter((id) => this.degrees.get(id) && !linked.has(id) && !this.look.chosen.has(id)));
      this.nodes.update(this.view.nodes.map((node) => ({ id: node.id, hidden: !this.isSeen(node.id), ...this.nodeLook(node, this.theme) })));
      this.edges.update(this.view.edges.map((edge) => this.edgeLook(edge, this.theme)));
      if (this.network) this.network.redraw();
    }

    isSeen(id) { return this.look.only === null || this.look.only.has(id); }

    /* The line that an edge stands for; null for one that is hidden. */
    lineOf(edge) {
      if (!this.isSeen(edge.from) || !this.isSeen(edge.to)) return null;
      return this.look.lines === null ? { sign: edge.sign, facts: edge.facts, confidence: edge.unsure ? 0 : 1, arrow: edge.arrows, plain: true } : this.look.lines.get(edge.id) || null;
    }

    nodeLook(node, theme) {
      const fill = this.isDim(node) ? theme.faint : this.look.hits.has(node.id) ? theme.text : theme.node;
      const isOther = this.look.camps !== null && this.look.camps.get(node.id) === 1;
      const colour = { background: isOther ? theme.back : fill, border: this.look.camps === null ? theme.back : fill };
      return { color: { ...colour, highlight: colour, hover: colour } };
    }

    edgeLook(edge, theme) {
      const line = this.lineOf(edge);
      if (line === null) return { id: edge.id, hidden: true };
      const isDim = this.look.faint.has(edge.id) || (this.look.edges !== null && !this.look.edges.has(edge.id));
      const color = isDim ? theme.dim[line.sign] : lineColour(line, theme);
      const drawn = line.plain ? {} : { width: this.look.faint.has(edge.id) ? 1 : width(line.facts), dashes: dashes(line, this.themes.isPrinted), arrows: line.arrow };
      return { id: edge.id, hidden: false, color: { color, highlight: color, hover: color, inherit: false }, ...drawn };
    }

    /* Out of focus, or left without a line that is shown. */
    isDim(node) { return this.faded.has(node.id) || (this.look.nodes !== null && !this.look.nodes.has(node.id)); }

    /* The edges that are shown in full, with their lines. */
    shown() {
      return this.view.edges.flatMap((edge) => {
        const line = this.look.faint.has(edge.id) || (this.look.edges && !this.look.edges.has(edge.id)) ? null : this.lineOf(edge);
        return line ? [{ ...edge, line, width: width(line.facts) }] : [];
      });
    }

    /* A faint shape around each group, beneath the lines. */
    drawGroups(context) {
      context.lineJoin = "round";
      for (const group of this.look.groups || []) {
        const hull = hullOf(group.filter((id) => this.isSeen(id)).map((id) => this.network.getPosition(id)));
        if (!hull.length) continue;
        context.beginPath();
        hull.forEach(({ x, y }, at) => (at ? context.lineTo(x, y) : context.moveTo(x, y)));
        context.closePath();
        for (const [size, colour] of [[72, this.theme.shore], [68, this.theme.hull]]) {
          context.lineWidth = size;
          context.strokeStyle = context.fillStyle = colour;
          context.stroke();
          context.fill();
        }
      }
    }

    /* The neighbour of a node that lies nearest to a direction (a step to the right and down), among those it has a line to. */
    towards(id, [dx, dy]) {
      const from = this.network.getPosition(id), others = new Set();
      for (const edge of this.view.edges) {
        if (!this.lineOf(edge) || (edge.from !== id && edge.to !== id)) continue;
        others.add(edge.from === id ? edge.to : edge.from);
      }
      const angle = (other) => {
        const { x, y } = this.network.getPosition(other), length = Math.hypot(x - from.x, y - from.y) || 1;
        return ((x - from.x) * dx + (y - from.y) * dy) / length;
      };
      const ahead = [...others].map((other) => [angle(other), other]).filter(([share]) => share > 0.3).sort((a, b) => b[0] - a[0]);
      return ahead.length ? ahead[0][1] : null;
    }

    /* A point on a line, 0 its beginning and 1 its end, from the canvas's upper left corner. The way round through
       vis-network's own edge is the price of knowing where its curve runs; the build is vendored, so it cannot move. */
    pointOn(id, share) {
      return this.network.canvasToDOM(this.network.body.edges[id].edgeType.getPoint(share));
    }
  }

  Object.assign(window.kgraph, { Picture });
})();
