/* The picture: colours, dimming, labels and counts on vis-network's canvas. It knows nodes and lines, no claims. */
(() => {
  "use strict";

  const { shortened, Occupied, Ink, around, farther, clearest } = window.kgraph;
  const THEMES = {
    light: {
      back: "#FFFFFF", text: "#1B1F24", quiet: "#57606A", node: "#5B6673", faint: "#D3D8DD",
      line: { 1: "#0072B2", "-1": "#D55E00", 0: "#7A828C" },
      ink: { 1: "#005A8C", "-1": "#A84300", 0: "#57606A" },
      dim: { 1: "#CFE3F0", "-1": "#F6DCCB", 0: "#E4E6E8" },
    },
    dark: {
      back: "#12161B", text: "#C9D1D9", quiet: "#9AA4AF", node: "#9AA4AF", faint: "#343B43",
      line: { 1: "#56B4E9", "-1": "#F28E2B", 0: "#9AA4AF" },
      ink: { 1: "#56B4E9", "-1": "#F28E2B", 0: "#9AA4AF" },
      dim: { 1: "#203644", "-1": "#3F2E1E", 0: "#2D3339" },
    },
  };
  const SIGN = { 1: "+", "-1": "\u2212", 0: "\u25CB" };
  const FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";
  const LABEL = 14, SMALL = 12, NARROW = 600, COUNT = 12, HALO = 4, PILLS = 15;
  const SAMPLES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], MOST_SAMPLED = 600;
  const TIPS = [3, 8, 13], HEAD = 40, TAIL = 8; // a line's last pixels say which way it goes: labels keep off them
  const PRIME = 12; // so many of the nodes with most lines have their label whatever else there is
  const SIDE = 56, SLIM = 30, ENDS = 26; // pixels left free around the network: the outermost nodes need room for their labels
  const LEAD = 9; // a label so many pixels from its node's edge needs a line to it
  const CLOSEST = 1.4, FARTHEST = 0.02;
  const UNSURE = 0.6; // how far an unsure line's colour goes towards the background

  const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const mixed = (colour, back, share) => {
    const under = channels(back);
    const parts = channels(colour).map((part, at) => Math.round(part * (1 - share) + under[at] * share));
    return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
  class Picture {
    /* `button` stands on the canvas and is kept free; `told` hears of clicks (a node, an edge) and of hovering (an
       edge and where, or nothing). */
    constructor(container, button, told) {
      this.container = container;
      this.button = button;
      this.told = told;
      this.dark = window.matchMedia("(prefers-color-scheme: dark)");
      this.dark.addEventListener("change", () => this.paint(this.look));
      this.look = { off: new Set(), nodes: null, edges: null, hits: new Set(), chosen: new Set() };
      this.hovered = this.fitted = null;
      this.moved = false;
      this.faded = new Set();
      this.labels = [];
    }

    get theme() { return this.dark.matches ? THEMES.dark : THEMES.light; }

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
      this.edges = new vis.DataSet(view.edges);
      this.paint(this.look);
      this.network = new vis.Network(this.container, { nodes: this.nodes, edges: this.edges }, view.options);
      this.container.firstElementChild.tabIndex = -1; // the panel lists the same lines for the keyboard
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
      this.network.on("hoverNode", (event) => hover(event.node));
      this.network.on("hoverEdge", (event) => hover(event.edge, event.edge, event.pointer.DOM));
      this.network.on("blurNode", () => hover(null));
      this.network.on("blurEdge", () => hover(null));
      this.network.on("click", (event) => this.told.pick(event.nodes[0] || null, event.nodes.length ? null : event.edges[0] || null));
      this.network.on("zoom", move);
      this.network.on("dragStart", move);
      this.network.on("resize", () => this.resized(this.network));
      this.network.on("afterDrawing", (context) => this.write(context));
    }

    /* vis-network keeps the middle where it was after it has said that its size changed: wait for that, then fit again,
       unless the reader has moved the picture. */
    resized(network) {
      requestAnimationFrame(() => { if (network === this.network && !this.moved) this.fit(this.fitted); });
    }

    /* Brings nodes (all, if none are named) into view, none of them under the button. */
    fit(ids) {
      const nodes = ids ? this.view.nodes.filter((node) => ids.includes(node.id)) : this.view.nodes;
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
      const down = (this.container.clientHeight - below - 2 * ENDS) / (bottom - top);
      const scale = Math.max(FARTHEST, Math.min(CLOSEST, across, down));
      this.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + below / 2 / scale }, scale, animation: false });
    }

    isNarrow() { return this.container.clientWidth < NARROW; }

    /* The corner that the button takes, with a little room around it. */
    corner() {
      const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = this.button;
      return { x: offsetLeft - 6, y: offsetTop - 6, w: offsetWidth + 12, h: offsetHeight + 12 };
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

    /* Colours everything. `look`: signs that are off; nodes and edges in focus (null for all); nodes a search
       hit; nodes chosen. */
    paint(look) {
      this.look = look;
      if (!this.view) return;
      const theme = this.theme;
      const linked = new Set(this.view.edges.filter((edge) => !look.off.has(edge.sign)).flatMap((edge) => [edge.from, edge.to]));
      this.faded = new Set(this.view.nodes.map((node) => node.id).filter((id) => this.degrees.get(id) && !linked.has(id) && !look.chosen.has(id)));
      this.nodes.update(this.view.nodes.map((node) => ({ id: node.id, color: this.nodeColour(node, theme) })));
      this.edges.update(this.view.edges.map((edge) => ({ id: edge.id, hidden: look.off.has(edge.sign), color: this.edgeColour(edge, theme) })));
      if (this.network) this.network.redraw();
    }

    nodeColour(node, theme) {
      const fill = this.isDim(node) ? theme.faint : this.look.hits.has(node.id) ? theme.text : theme.node;
      const colour = { background: fill, border: theme.back };
      return { ...colour, highlight: colour, hover: colour };
    }

    edgeColour(edge, theme) {
      const full = edge.unsure ? mixed(theme.line[edge.sign], theme.back, UNSURE) : theme.line[edge.sign];
      const color = this.look.edges && !this.look.edges.has(edge.id) ? theme.dim[edge.sign] : full;
      return { color, highlight: color, hover: color, inherit: false };
    }

    /* Out of focus, or left without a line that is shown. */
    isDim(node) { return this.faded.has(node.id) || (this.look.nodes !== null && !this.look.nodes.has(node.id)); }

    /* Labels and counts, in screen units, so that they stay readable at every zoom. */
    write(context) {
      const ratio = context.canvas.width / context.canvas.clientWidth;
      context.save();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.lineJoin = "round";
      context.textBaseline = "middle";
      context.textAlign = "left";
      const everybody = this.byDegree.map((node) => this.spot(node)), spots = everybody.filter(({ box }) => this.touches(box));
      const occupied = new Occupied(), ink = this.ink(new Map(everybody.map((spot) => [spot.node.id, spot])));
      this.writeRow(context, occupied);
      occupied.take({ ...this.corner(), closed: true });
      const take = (dim) => spots.filter(({ node }) => this.isDim(node) === dim)
        .forEach((spot) => occupied.take({ ...spot.box, worth: 1 + this.degrees.get(spot.node.id) }));
      take(false);
      this.labels = [];
      const rank = (spot) => (spot.sure ? 0 : spot.must ? 1 : this.isDim(spot.node) ? 3 : 2);
      const write = (turn) => spots.filter((spot) => rank(spot) === turn).forEach((spot) => this.writeLabel(context, occupied, ink, spot));
      [0, 1, 2].forEach(write);
      take(true); // what is out of focus gives way
      write(3);
      this.pills(occupied).forEach((pill) => this.writePill(context, pill));
      spots.filter(({ node }) => this.inner.has(node.id)).forEach((spot) => this.writeBadge(context, spot));
      context.restore();
    }

    shown() {
      return this.view.edges.filter((edge) => !this.look.off.has(edge.sign) && (!this.look.edges || this.look.edges.has(edge.id)));
    }

    ink(spots) {
      const ink = new Ink(), edges = this.shown();
      if (edges.length > MOST_SAMPLED) return ink;
      for (const edge of edges) {
        const points = SAMPLES.map((share) => this.pointOn(edge.id, share));
        for (const point of points) ink.add(point, edge.width);
        for (const end of ["from", "to"]) this.inkEnd(ink, spots.get(edge[end]), points, edge.arrows === end ? HEAD : TAIL);
      }
      return ink;
    }

    /* The line's last pixels before a node. */
    inkEnd(ink, { x, y, r }, points, weight) {
      const far = ({ x: px, y: py }) => Math.hypot(px - x, py - y);
      const next = clearest([points[0], points[points.length - 1]], far), length = far(next) || 1;
      for (const tip of TIPS) ink.add({ x: x + ((next.x - x) / length) * (r + tip), y: y + ((next.y - y) / length) * (r + tip) }, weight);
    }

    spot(node) {
      const { x, y } = this.network.canvasToDOM(this.network.getPosition(node.id));
      const r = node.size * this.network.getScale() + 1;
      const sure = node.id === this.hovered || this.look.hits.has(node.id) || this.look.chosen.has(node.id);
      const must = !this.faded.has(node.id) && (this.look.nodes === null ? this.prime : this.look.nodes).has(node.id);
      return { node, x, y, r, sure, must, box: { x: x - r, y: y - r, w: 2 * r, h: 2 * r } };
    }

    writeLabel(context, occupied, ink, spot) {
      const theme = this.theme, text = shortened(spot.node.label);
      const size = this.isNarrow() ? SMALL : LABEL;
      context.font = `${spot.sure ? 600 : 400} ${size}px ${FONT}`;
      const box = this.labelBox(spot, [context.measureText(text).width, size + 4], occupied, ink);
      if (!box) return;
      occupied.take({ ...box, x: box.x - HALO / 2, w: box.w + HALO, closed: true });
      this.labels.push({ ...box, text });
      this.lead(context, spot, box);
      context.lineWidth = this.isDim(spot.node) ? HALO : 2 * HALO;
      context.strokeStyle = theme.back;
      context.fillStyle = this.isDim(spot.node) ? mixed(theme.quiet, theme.back, 0.45) : theme.text;
      context.strokeText(text, box.x, box.y + box.h / 2);
      context.fillText(text, box.x, box.y + box.h / 2);
    }

    /* A thin line to a label that stands farther from its node than usual. */
    lead(context, { x, y, r }, box) {
      const near = { x: Math.max(box.x, Math.min(x, box.x + box.w)), y: Math.max(box.y + 3, Math.min(y, box.y + box.h - 3)) };
      if (Math.hypot(near.x - x, near.y - y) < r + LEAD) return;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(near.x, near.y);
      context.lineWidth = 1;
      context.strokeStyle = this.theme.quiet;
      context.stroke();
    }

    /* A free place for a label. One that must be written may stand farther off, and in the end over small nodes, but
       not over another label; one that is asked for stands in any case. */
    labelBox(spot, [w, h], occupied, ink) {
      const places = around(spot, w, h), inside = (found) => found.filter((place) => this.inside(place));
      const free = (found) => clearest(inside(found).filter((place) => !occupied.has(place)), (place) => ink.under(place));
      const box = free(places);
      if (box || !(spot.sure || spot.must)) return box;
      const [wide, wider] = farther(spot, w, h);
      const open = inside([...places, ...wide]).filter((place) => !occupied.under(place).some((other) => other.closed));
      const covers = (place) => occupied.under(place).reduce((sum, { worth }) => sum + (worth || 0), 0);
      return free(wide) || free(wider) || clearest(open, covers) || (spot.sure ? places[0] : null);
    }

    touches(box) {
      return box.x + box.w > 0 && box.y + box.h > 0 && box.x < this.container.clientWidth && box.y < this.container.clientHeight;
    }

    inside(box) {
      return box.x >= 2 && box.y >= 2 && box.x + box.w <= this.container.clientWidth - 2 && box.y + box.h <= this.container.clientHeight - 2;
    }

    /* The counts of the widest lines in view, where there is room on the line for them. */
    pills(occupied) {
      const shown = this.shown();
      const worth = shown.filter((edge) => edge.facts > 1).sort((a, b) => b.facts - a.facts);
      const hovered = shown.filter((edge) => edge.id === this.hovered);
      const pills = [];
      for (const edge of [...hovered, ...worth]) {
        if (pills.length >= PILLS) break;
        const pill = this.pill(edge, occupied);
        if (pill) pills.push(pill);
      }
      return pills;
    }

    pill(edge, occupied) {
      const text = `${SIGN[edge.sign]}${edge.facts}`;
      const w = 10 + 7 * text.length, h = COUNT + 6;
      for (const share of [0.5, 0.42, 0.58, 0.3, 0.7]) {
        const { x, y } = this.pointOn(edge.id, share);
        const box = { x: x - w / 2, y: y - h / 2, w, h };
        if (!this.inside(box) || occupied.has(box)) continue;
        occupied.take(box);
        return { ...box, text, edge };
      }
      return null;
    }

    writePill(context, { x, y, w, h, text, edge }) {
      context.beginPath();
      context.roundRect(x, y, w, h, h / 2);
      context.fillStyle = this.theme.back;
      context.fill();
      context.font = `600 ${COUNT}px ${FONT}`;
      context.textAlign = "center";
      context.fillStyle = this.theme.ink[edge.sign];
      context.fillText(text, x + w / 2, y + h / 2 + 0.5);
    }

    writeRow(context, occupied) {
      if (this.view.row === null) return;
      const text = "Not linked to the others";
      const left = Math.min(...this.view.nodes.filter((node) => node.y > this.view.row).map((node) => node.x));
      const { x, y } = this.network.canvasToDOM({ x: left, y: this.view.row });
      context.font = `${COUNT}px ${FONT}`;
      context.fillStyle = this.theme.quiet;
      context.fillText(text, x, y - COUNT);
      occupied.take({ x, y: y - 2 * COUNT, w: context.measureText(text).width, h: 2 * COUNT });
    }

    /* A small ring: this actor has claims whose two ends are both itself. */
    writeBadge(context, { node, x, y, r }) {
      context.beginPath();
      context.arc(x + 0.8 * r, y - 0.8 * r, 3.5, 0, 2 * Math.PI);
      context.fillStyle = this.theme.back;
      context.fill();
      context.lineWidth = 1.5;
      context.strokeStyle = this.isDim(node) ? this.theme.faint : this.theme.text;
      context.stroke();
    }

    /* A point on a line, 0 its beginning and 1 its end, from the canvas's upper left corner. The way round through
       vis-network's own edge is the price of knowing where its curve runs; the build is vendored, so it cannot move. */
    pointOn(id, share) {
      return this.network.canvasToDOM(this.network.body.edges[id].edgeType.getPoint(share));
    }
  }

  Object.assign(window.kgraph, { Picture, SIGN });
})();
