/* Where names can stand on the canvas: what is taken, what lies beneath, and which places there are around a node. */
(() => {
  "use strict";

  const CELL = 70, LONGEST = 28, FAR = [14, 30];

  const shortened = (text) => {
    const signs = [...text];
    return signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join("")}\u2026` : text;
  };

  /* The direction of a text's first letter that has one: "rtl" for Arabic, Hebrew and their like. */
  const directionOf = (text) => {
    const first = /\p{L}/u.exec(text);
    return first && /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(first[0]) ? "rtl" : "ltr";
  };

  function* keys(box) {
    for (let x = Math.floor(box.x / CELL); x * CELL < box.x + box.w; x += 1)
      for (let y = Math.floor(box.y / CELL); y * CELL < box.y + box.h; y += 1) yield `${x},${y}`;
  }

  const meet = (box, other) =>
    box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h;

  /* Which parts of the canvas are taken: rectangles in a grid of cells, so that asking is cheap. */
  class Occupied {
    constructor() { this.cells = new Map(); }
    /* What is in the box; each thing once, though it may stand in several cells. */
    under(box) {
      const found = new Set();
      for (const key of keys(box)) for (const other of this.cells.get(key) || []) if (meet(box, other)) found.add(other);
      return [...found];
    }
    has(box) { return this.under(box).length > 0; }
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
      for (const key of keys({ x: box.x - 3, y: box.y, w: box.w + 6, h: box.h }))
        for (const { x, y, weight } of this.cells.get(key) || [])
          if (x > box.x - 3 && x < box.x + box.w + 3 && y > box.y && y < box.y + box.h) sum += weight;
      return sum;
    }
  }

  /* Where a label may stand: right, left, below, above, then the corners. */
  const around = ({ x, y, r }, w, h) => {
    const right = x + r + 4, left = x - r - 4 - w, side = r * 0.7 + 2;
    return [
      { x: right, y: y - h / 2, w, h }, { x: left, y: y - h / 2, w, h },
      { x: x - w / 2, y: y + r + 2, w, h }, { x: x - w / 2, y: y - r - 2 - h, w, h },
      { x: x + side, y: y + side, w, h }, { x: x + side, y: y - side - h, w, h },
      { x: x - side - w, y: y + side, w, h }, { x: x - side - w, y: y - side - h, w, h },
    ];
  };

  /* Where the label of a node may stand that cannot go without: at two distances, the nearer first. */
  const farther = (spot, w, h) => FAR.map((more) => around({ ...spot, r: spot.r + more }, w, h));

  /* The place over least line; of equals the first. */
  const clearest = (places, weigh) => {
    const weights = places.map(weigh);
    return places[weights.indexOf(Math.min(...weights))] || null;
  };

  /* The corners of the smallest shape without dents around points; of one or two points those. */
  const hullOf = (points) => {
    const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
    const turn = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    const half = (some) => some.reduce((kept, point) => {
      while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
      kept.push(point);
      return kept;
    }, []);
    if (sorted.length < 3) return sorted;
    return [...half(sorted).slice(0, -1), ...half(sorted.reverse()).slice(0, -1)];
  };

  window.kgraph = { shortened, directionOf, Occupied, Ink, around, farther, clearest, hullOf };
})();
