/* The picture: colours, dimming, labels and counts on vis-network's canvas. It knows nodes and lines, no claims. */
(() => {
  "use strict";

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
  const LABEL = 14, SMALL = 12, NARROW = 600, COUNT = 12, HALO = 4, CELL = 70, PILLS = 15, LONGEST = 28;
  const SAMPLES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], MOST_SAMPLED = 600;
  const MARGIN = 0.92; // the outermost nodes need room for their labels
  const UNSURE = 0.6; // how far an unsure line's colour goes towards the background

  const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const mixed = (colour, back, share) => {
    const under = channels(back);
    const parts = channels(colour).map((part, at) => Math.round(part * (1 - share) + under[at] * share));
    return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
  const shortened = (text) => {
    const signs = [...text];
    return signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join("")}\u2026` : text;
  };

  function* keys(box) {
    for (let x = Math.floor(box.x / CELL); x * CELL < box.x + box.w; x += 1)
      for (let y = Math.floor(box.y / CELL); y * CELL < box.y + box.h; y += 1) yield `${x},${y}`;
  }

  /* Which parts of the canvas are taken: rectangles in a grid of cells, so that asking is cheap. */
  class Occupied {
    constructor() { this.cells = new Map(); }
    has(box) {
      for (const key of keys(box))
        for (const other of this.cells.get(key) || [])
          if (box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h) return true;
      return false;
    }
    take(box) {
      for (const key of keys(box)) {
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(box);
      }
    }
  }

  /* How much line runs under each part of the canvas, so that labels stand where they hide least of it. */
  class Ink {
    constructor() { this.cells = new Map(); }
    add({ x, y }, weight) {
      const key = `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`;
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push({ x, y, weight });
    }
    under(box) {
      let sum = 0;
      for (const key of keys(box))
        for (const { x, y, weight } of this.cells.get(key) || [])
          if (x > box.x - 2 && x < box.x + box.w + 2 && y > box.y && y < box.y + box.h) sum += weight;
      return sum;
    }
  }

  class Picture {
    constructor(container, onPick) {
      this.container = container;
      this.onPick = onPick;
      this.dark = window.matchMedia("(prefers-color-scheme: dark)");
      this.dark.addEventListener("change", () => this.paint(this.look));
      this.look = { off: new Set(), nodes: null, edges: null, hits: new Set(), chosen: new Set() };
      this.hovered = null;
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
      this.nodes = new vis.DataSet(view.nodes.map(({ label, ...rest }) => rest));
      this.edges = new vis.DataSet(view.edges);
      this.paint(this.look);
      this.network = new vis.Network(this.container, { nodes: this.nodes, edges: this.edges }, view.options);
      this.container.firstElementChild.tabIndex = -1; // the panel lists the same lines for the keyboard
      this.listen();
      this.fit();
    }

    listen() {
      const hover = (what) => { this.hovered = what; this.container.classList.toggle("over", what !== null); this.network.redraw(); };
      this.network.on("hoverNode", (event) => hover(event.node));
      this.network.on("hoverEdge", (event) => hover(event.edge));
      this.network.on("blurNode", () => hover(null));
      this.network.on("blurEdge", () => hover(null));
      this.network.on("click", (event) => this.onPick(event.nodes[0] || null, event.nodes.length ? null : event.edges[0] || null));
      this.network.on("afterDrawing", (context) => this.write(context));
    }

    fit(nodes) {
      this.network.fit({ nodes: nodes || this.view.nodes.map((node) => node.id), maxZoomLevel: 1.4, animation: false });
      this.network.moveTo({ scale: this.network.getScale() * MARGIN, animation: false });
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

    isDim(node) { return this.look.nodes !== null && !this.look.nodes.has(node.id); }

    /* Labels and counts, in screen units, so that they stay readable at every zoom. */
    write(context) {
      const ratio = context.canvas.width / context.canvas.clientWidth;
      context.save();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.lineJoin = "round";
      context.textBaseline = "middle";
      context.textAlign = "left";
      const occupied = new Occupied(), ink = this.ink();
      const spots = this.byDegree.map((node) => this.spot(node)).filter(({ box }) => this.touches(box));
      this.writeRow(context, occupied);
      spots.forEach((spot) => occupied.take(spot.box));
      this.labels = [];
      const rank = (spot) => (spot.sure ? 0 : spot.near ? 1 : 2);
      [0, 1, 2].forEach((turn) => spots.filter((spot) => rank(spot) === turn).forEach((spot) => this.writeLabel(context, occupied, ink, spot)));
      this.pills(occupied).forEach((pill) => this.writePill(context, pill));
      spots.filter(({ node }) => this.inner.has(node.id)).forEach((spot) => this.writeBadge(context, spot));
      context.restore();
    }

    ink() {
      const ink = new Ink();
      if (this.view.edges.length > MOST_SAMPLED) return ink;
      for (const edge of this.view.edges.filter((known) => !this.look.off.has(known.sign)))
        for (const share of SAMPLES) ink.add(this.pointOn(edge.id, share), edge.width);
      return ink;
    }

    spot(node) {
      const { x, y } = this.network.canvasToDOM(this.network.getPosition(node.id));
      const r = node.size * this.network.getScale() + 1;
      const sure = node.id === this.hovered || this.look.hits.has(node.id) || this.look.chosen.has(node.id);
      const near = this.look.nodes !== null && this.look.nodes.has(node.id);
      return { node, x, y, r, sure, near, box: { x: x - r, y: y - r, w: 2 * r, h: 2 * r } };
    }

    writeLabel(context, occupied, ink, spot) {
      const theme = this.theme, text = shortened(spot.node.label);
      const size = this.container.clientWidth < NARROW ? SMALL : LABEL;
      context.font = `${spot.sure ? 600 : 400} ${size}px ${FONT}`;
      const places = this.places(spot, context.measureText(text).width, size + 4);
      const free = places.filter((place) => this.inside(place) && !occupied.has(place));
      const box = this.clearest(free, ink) || (spot.sure ? places[0] : null);
      if (!box) return;
      occupied.take(box);
      this.labels.push({ ...box, text });
      context.lineWidth = this.isDim(spot.node) ? HALO : 2 * HALO;
      context.strokeStyle = theme.back;
      context.fillStyle = this.isDim(spot.node) ? mixed(theme.quiet, theme.back, 0.45) : theme.text;
      context.strokeText(text, box.x, box.y + box.h / 2);
      context.fillText(text, box.x, box.y + box.h / 2);
    }

    /* The free place over least line; of equals the first. */
    clearest(places, ink) {
      const weights = places.map((place) => ink.under(place));
      return places[weights.indexOf(Math.min(...weights))];
    }

    /* Where a label may stand: right, left, below, above, then the corners. */
    places({ x, y, r }, w, h) {
      const right = x + r + 4, left = x - r - 4 - w, side = r * 0.7 + 2;
      return [
        { x: right, y: y - h / 2, w, h }, { x: left, y: y - h / 2, w, h },
        { x: x - w / 2, y: y + r + 2, w, h }, { x: x - w / 2, y: y - r - 2 - h, w, h },
        { x: x + side, y: y + side, w, h }, { x: x + side, y: y - side - h, w, h },
        { x: x - side - w, y: y + side, w, h }, { x: x - side - w, y: y - side - h, w, h },
      ];
    }

    touches(box) {
      return box.x + box.w > 0 && box.y + box.h > 0 && box.x < this.container.clientWidth && box.y < this.container.clientHeight;
    }

    inside(box) {
      return box.x >= 2 && box.y >= 2 && box.x + box.w <= this.container.clientWidth - 2 && box.y + box.h <= this.container.clientHeight - 2;
    }

    /* The counts of the widest lines in view, where there is room on the line for them. */
    pills(occupied) {
      const shown = this.view.edges.filter((edge) => !this.look.off.has(edge.sign) && (!this.look.edges || this.look.edges.has(edge.id)));
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

  window.kgraph = { Picture, SIGN };
})();
