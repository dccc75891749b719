/* The names and counts on the picture, in screen units, so that they stay readable at every zoom. */
(() => {
  "use strict";

  const { shortened, directionOf, Occupied, Ink, around, farther, clearest, SIGN, FONT, mixed } = window.kgraph;
  const LABEL = 14, SMALL = 12, COUNT = 12, HALO = 4, PILLS = 15;
  const SAMPLES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], MOST_SAMPLED = 600;
  const TIPS = [3, 8, 13], HEAD = 40, TAIL = 8; // a line's last pixels say which way it goes: labels keep off them
  const LEAD = 9; // a label so many pixels from its node's edge needs a line to it

  class Lettering {
    constructor(picture) { this.picture = picture; }

    /* Writes labels and counts, the ones that matter most first. */
    write(context) {
      const ratio = context.canvas.width / context.canvas.clientWidth;
      context.save();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.lineJoin = "round";
      context.textBaseline = "middle";
      context.textAlign = "left";
      const everybody = this.picture.byDegree.filter((node) => this.picture.isSeen(node.id)).map((node) => this.spot(node)), spots = everybody.filter(({ box }) => this.touches(box));
      const occupied = new Occupied(), ink = this.ink(new Map(everybody.map((spot) => [spot.node.id, spot])));
      this.writeRow(context, occupied);
      for (const box of [this.picture.corner(), ...this.picture.bars()]) occupied.take({ ...box, closed: true });
      const take = (dim) => spots.filter(({ node }) => this.picture.isDim(node) === dim)
        .forEach((spot) => occupied.take({ ...spot.box, worth: 1 + this.picture.degrees.get(spot.node.id) }));
      take(false);
      this.picture.labels = [];
      const rank = (spot) => (spot.sure ? 0 : spot.must ? 1 : this.picture.isDim(spot.node) ? 3 : 2);
      const write = (turn) => spots.filter((spot) => rank(spot) === turn).forEach((spot) => this.writeLabel(context, occupied, ink, spot));
      [0, 1, 2].forEach(write);
      take(true); // what is out of focus gives way
      write(3);
      this.pills(occupied).forEach((pill) => this.writePill(context, pill));
      spots.filter(({ node }) => this.picture.inner.has(node.id)).forEach((spot) => this.writeBadge(context, spot));
      context.restore();
    }

    ink(spots) {
      const ink = new Ink(), edges = this.picture.shown();
      if (edges.length > MOST_SAMPLED) return ink;
      for (const edge of edges) {
        const points = SAMPLES.map((share) => this.picture.pointOn(edge.id, share));
        for (const point of points) ink.add(point, edge.width);
        for (const end of ["from", "to"]) this.inkEnd(ink, spots.get(edge[end]), points, edge.line.arrow === end ? HEAD : TAIL);
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
      const { x, y } = this.picture.network.canvasToDOM(this.picture.network.getPosition(node.id));
      const r = node.size * this.picture.network.getScale() + 1;
      const sure = node.id === this.picture.hovered || this.picture.look.hits.has(node.id) || this.picture.look.chosen.has(node.id);
      const must = !this.picture.faded.has(node.id) && (this.picture.look.nodes === null ? this.picture.prime : this.picture.look.nodes).has(node.id);
      return { node, x, y, r, sure, must, box: { x: x - r, y: y - r, w: 2 * r, h: 2 * r } };
    }

    writeLabel(context, occupied, ink, spot) {
      const theme = this.picture.theme, text = shortened(spot.node.label);
      const size = this.picture.isNarrow() ? SMALL : LABEL;
      context.font = `${spot.sure ? 600 : 400} ${size}px ${FONT}`;
      const box = this.labelBox(spot, [context.measureText(text).width, size + 4], occupied, ink);
      if (!box) return;
      occupied.take({ ...box, x: box.x - HALO / 2, w: box.w + HALO, closed: true });
      this.picture.labels.push({ ...box, text });
      this.lead(context, spot, box);
      context.lineWidth = this.picture.isDim(spot.node) ? HALO : 2 * HALO;
      context.strokeStyle = theme.back;
      context.fillStyle = this.picture.isDim(spot.node) ? mixed(theme.quiet, theme.back, 0.45) : theme.text;
      context.direction = directionOf(text);
      context.strokeText(text, box.x, box.y + box.h / 2);
      context.fillText(text, box.x, box.y + box.h / 2);
      context.direction = "ltr";
    }

    /* A thin line to a label that stands farther from its node than usual. */
    lead(context, { x, y, r }, box) {
      const near = { x: Math.max(box.x, Math.min(x, box.x + box.w)), y: Math.max(box.y + 3, Math.min(y, box.y + box.h - 3)) };
      if (Math.hypot(near.x - x, near.y - y) < r + LEAD) return;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(near.x, near.y);
      context.lineWidth = 1;
      context.strokeStyle = this.picture.theme.quiet;
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
      return box.x + box.w > 0 && box.y + box.h > 0 && box.x < this.picture.container.clientWidth && box.y < this.picture.container.clientHeight;
    }

    inside(box) {
      return box.x >= 2 && box.y >= 2 && box.x + box.w <= this.picture.container.clientWidth - 2 && box.y + box.h <= this.picture.container.clientHeight - 2;
    }

    /* The counts of the widest lines in view, where there is room on the line for them. */
    pills(occupied) {
      const shown = this.picture.shown();
      const worth = shown.filter((edge) => edge.line.facts > 1).sort((a, b) => b.line.facts - a.line.facts);
      const hovered = shown.filter((edge) => edge.id === this.picture.hovered);
      const pills = [];
      for (const edge of [...hovered, ...worth]) {
        if (pills.length >= PILLS) break;
        const pill = this.pill(edge, occupied);
        if (pill) pills.push(pill);
      }
      return pills;
    }

    pill(edge, occupied) {
      const text = `${SIGN[edge.sign]}${edge.line.facts}`;
      const w = 10 + 7 * text.length, h = COUNT + 6;
      for (const share of [0.5, 0.42, 0.58, 0.3, 0.7]) {
        const { x, y } = this.picture.pointOn(edge.id, share);
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
      context.fillStyle = this.picture.theme.back;
      context.fill();
      context.font = `600 ${COUNT}px ${FONT}`;
      context.textAlign = "center";
      context.fillStyle = this.picture.theme.ink[edge.sign];
      context.fillText(text, x + w / 2, y + h / 2 + 0.5);
    }

    writeRow(context, occupied) {
      if (this.picture.view.row === null || this.picture.look.only !== null) return;
      const text = "Not linked to the others";
      const left = Math.min(...this.picture.view.nodes.filter((node) => node.y > this.picture.view.row).map((node) => node.x));
      const { x, y } = this.picture.network.canvasToDOM({ x: left, y: this.picture.view.row });
      context.font = `${COUNT}px ${FONT}`;
      context.fillStyle = this.picture.theme.quiet;
      context.fillText(text, x, y - COUNT);
      occupied.take({ x, y: y - 2 * COUNT, w: context.measureText(text).width, h: 2 * COUNT });
    }

    /* A small ring: this actor has claims whose two ends are both itself. */
    writeBadge(context, { node, x, y, r }) {
      context.beginPath();
      context.arc(x + 0.8 * r, y - 0.8 * r, 3.5, 0, 2 * Math.PI);
      context.fillStyle = this.picture.theme.back;
      context.fill();
      context.lineWidth = 1.5;
      context.strokeStyle = this.picture.isDim(node) ? this.picture.theme.faint : this.picture.theme.text;
      context.stroke();
    }
  }

  Object.assign(window.kgraph, { Lettering });
})();
