/* The timeline: cooperation up and conflict down by month, articles as a thin line, a window of time with two handles, and
   playback. It says where there are no articles: no claims there may mean no coverage. */
(() => {
  "use strict";

  const { el, button, many, monthName } = window.kgraph;
  const HEIGHT = 64, AXIS = 24, HALF = 22, EDGE = 4, LEAST = 3, WINDOW = 3, PACE = 500, LABEL = 44;
  const BINS = [1, 3, 6, 12, 24, 60, 120];
  const make = (tag, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  class Timeline {
    /* `box` is filled; `articles` has the articles of each month by its number; `told` hears of windows as (from, to, last), months or
       null, `last` being whether the reader is done with it. */
    constructor(box, { lens, articles, undated, told }) {
      Object.assign(this, { box, lens, articles, undated, told, timer: null, from: null, to: null, bars: { plus: new Map(), minus: new Map(), rough: new Map() } });
      this.count = lens.dated ? lens.last - lens.first + 1 : 0;
      box.hidden = this.count === 0;
      if (!this.count) return;
      const step = (by, label, sign) => button("step", sign, () => this.step(by), { "aria-label": label, title: label });
      this.play = button("step play", "\u25B6", () => (this.timer ? this.stop() : this.start()), { "aria-label": "Play", title: "Play (p)" });
      this.clear = button("show", "all time", () => this.choose(null, null, true));
      this.words = el("p", { id: "window", "aria-live": "polite" });
      this.blind = el("p", { id: "blind" });
      this.chart = make("svg", { role: "img", "aria-label": "Claims by month" });
      this.handles = ["from", "to"].map((end) => this.handle(end));
      box.replaceChildren(el("div", { className: "steps" }, step(-1, "Window one month back", "\u2039"), this.play, step(1, "Window one month on", "\u203A")),
        el("div", { className: "said-of-time" }, this.words, this.clear, this.blind), el("div", { className: "chart" }, this.chart, ...this.handles));
      this.chart.addEventListener("pointerdown", (event) => this.brush(event));
      new ResizeObserver(() => this.draw()).observe(this.chart.parentElement);
    }

    handle(end) {
      const input = el("input", { type: "range", min: 0, max: this.count, step: 1, value: end === "from" ? 0 : this.count, "aria-label": end === "from" ? "First month shown" : "Last month shown" });
      input.addEventListener("input", () => { this.stop(); this.slide(end); });
      input.addEventListener("change", () => this.told(this.from, this.to, true));
      return input;
    }

    slide(end) {
      const [from, to] = this.handles.map((input) => Number(input.value));
      const left = end === "from" ? Math.min(from, this.count - 1) : Math.min(from, to - 1), right = end === "to" ? Math.max(to, 1) : Math.max(to, from + 1);
      this.choose(Math.max(0, left) + this.lens.first, Math.min(this.count, right) - 1 + this.lens.first, false);
    }

    /* Dragging across the bars chooses what was dragged over. */
    brush(event) {
      this.stop();
      const month = ({ clientX }) => {
        const box = this.chart.getBoundingClientRect();
        return this.lens.first + Math.max(0, Math.min(this.count - 1, Math.floor(((clientX - box.left - EDGE) / (box.width - 2 * EDGE)) * this.count)));
      };
      const start = month(event), choose = (other, last) => this.choose(Math.min(start, month(other)), Math.max(start, month(other)), last);
      const move = (other) => choose(other, false);
      this.chart.setPointerCapture(event.pointerId);
      this.chart.addEventListener("pointermove", move);
      this.chart.addEventListener("pointerup", (other) => { this.chart.removeEventListener("pointermove", move); choose(other, true); }, { once: true });
    }

    choose(from, to, last) {
      const isWhole = from === null || (from <= this.lens.first && to >= this.lens.last);
      this.told(isWhole ? null : from, isWhole ? null : to, last);
    }

    step(by) {
      this.stop();
      this.shift(by, true);
    }

    /* Moves the window; whether there was room. A window that is all of the time becomes the first three months. */
    shift(by, last) {
      const { lens } = this, size = Math.min(this.count, this.from === null ? WINDOW : this.to - this.from + 1);
      const start = this.from === null ? (by > 0 ? lens.first : lens.last - size + 1) : this.from + by;
      if (start < lens.first || start + size - 1 > lens.last) return false;
      this.told(start, start + size - 1, last);
      return true;
    }

    start() {
      if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) { this.step(1); return; }
      if (this.from === null || this.to >= this.lens.last) this.told(this.lens.first, Math.min(this.lens.last, this.lens.first + WINDOW - 1), true);
      this.timer = setInterval(() => { if (!this.shift(1, false)) this.stop(); }, PACE);
      this.label();
    }

    stop() {
      if (!this.timer) return;
      clearInterval(this.timer);
      this.timer = null;
      this.label();
      this.told(this.from, this.to, true);
    }

    label() {
      this.play.textContent = this.timer ? "\u2016" : "\u25B6";
      this.play.setAttribute("aria-label", this.timer ? "Pause" : "Play");
    }

    /* Shows a window and, of the claims in focus (numbers, whatever the window), the bars. `of`: whose they are, in words. */
    show(numbers, { from, to }, of) {
      if (!this.count) return;
      Object.assign(this, { from, to, of });
      const { lens } = this, add = (map, month) => map.set(month, (map.get(month) || 0) + 1);
      this.bars = { plus: new Map(), minus: new Map(), roughPlus: new Map(), roughMinus: new Map() };
      for (const number of numbers) {
        const span = lens.span[number], sign = lens.sign[number];
        if (span === null || !sign || !lens.isFirm(number)) continue;
        add(this.bars[span.rough ? (sign > 0 ? "roughPlus" : "roughMinus") : sign > 0 ? "plus" : "minus"], span.first);
      }
      const values = [from === null ? 0 : from - lens.first, to === null ? this.count : to - lens.first + 1];
      this.handles.forEach((input, at) => { input.value = values[at]; input.setAttribute("aria-valuetext", monthName(Math.min(lens.last, lens.first + values[at] - at))); });
      this.tell(numbers);
      this.draw();
    }

    tell(numbers) {
      const { lens, from, to } = this, filter = { from, to };
      const inside = numbers.filter((number) => lens.inWindow(number, filter)), undated = numbers.filter((number) => lens.span[number] === null).length;
      const [first, last] = [from === null ? lens.first : from, to === null ? lens.last : to];
      const until = first === last ? monthName(first) : `${monthName(first)} to ${monthName(last)}`;
      const left = from !== null && undated ? `, ${undated} undated left out` : "";
      const words = `${until}: ${many(inside.length, "claim")}${this.of ? ` of ${this.of}` : ""}${left}`;
      if (this.words.textContent !== words) this.words.textContent = words;
      this.clear.hidden = from === null;
      this.blind.textContent = this.coverage(first, last);
    }

    coverage(first, last) {
      const months = Array.from({ length: last - first + 1 }, (_, at) => this.articles.get(first + at) || 0), silent = months.filter((count) => !count).length;
      if (!this.articles.size) return "No article has a date of publication: what is not told of cannot be said.";
      const articles = many(months.reduce((sum, count) => sum + count, 0), "article");
      if (!silent) return `${articles}, some in every month`;
      return `${articles}; none in ${silent} of ${many(months.length, "month")}: no claims there may mean no coverage`;
    }

    /* Numbers by month as [first month of the bin, number]. */
    binned(map, size) {
      const bins = new Map();
      for (const [month, count] of map) {
        const start = this.lens.first + Math.floor((month - this.lens.first) / size) * size;
        bins.set(start, (bins.get(start) || 0) + count);
      }
      return bins;
    }

    draw() {
      const width = this.chart.parentElement.clientWidth, month = (width - 2 * EDGE) / this.count;
      if (width <= 0) return;
      const size = BINS.find((one) => one * month >= LEAST) || BINS[BINS.length - 1], x = (at) => EDGE + (at - this.lens.first) * month;
      const of = (name) => this.binned(this.bars[name] || new Map(), size);
      const [plus, minus, roughPlus, roughMinus] = ["plus", "minus", "roughPlus", "roughMinus"].map(of);
      const heights = [...plus.keys(), ...minus.keys(), ...roughPlus.keys(), ...roughMinus.keys()].flatMap((bin) =>
        [(plus.get(bin) || 0) + (roughPlus.get(bin) || 0), (minus.get(bin) || 0) + (roughMinus.get(bin) || 0)]);
      const scale = HALF / Math.max(1, ...heights), wide = Math.max(1, size * month - 1);
      const bar = (className, bin, from, count, down) => make("rect", { class: className, x: x(bin), width: wide, y: down ? AXIS + from * scale : AXIS - (from + count) * scale, height: count * scale });
      const bars = [...[...plus].map(([bin, count]) => bar("plus", bin, 0, count, false)), ...[...roughPlus].map(([bin, count]) => bar("plus rough", bin, plus.get(bin) || 0, count, false)),
        ...[...minus].map(([bin, count]) => bar("minus", bin, 0, count, true)), ...[...roughMinus].map(([bin, count]) => bar("minus rough", bin, minus.get(bin) || 0, count, true))];
      this.chart.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
      this.chart.setAttribute("height", HEIGHT);
      this.chart.replaceChildren(...this.silences(x, month, size), make("line", { class: "axis", x1: EDGE, x2: width - EDGE, y1: AXIS, y2: AXIS }), ...bars, this.curve(x, month, size), ...this.outside(x, width), ...this.years(x, month));
    }

    /* A strip under the bars where there is no article. */
    silences(x, month, size) {
      const bins = this.binned(this.articles, size), found = [];
      for (let bin = this.lens.first; bin <= this.lens.last; bin += size) if (!bins.get(bin)) found.push(make("rect", { class: "silent", x: x(bin), width: Math.min(size, this.lens.last - bin + 1) * month, y: AXIS + HALF, height: 3 }));
      return found;
    }

    curve(x, month, size) {
      const bins = this.binned(this.articles, size), most = Math.max(1, ...bins.values()), points = [];
      for (let bin = this.lens.first; bin <= this.lens.last; bin += size) points.push(`${x(bin) + (Math.min(size, this.lens.last - bin + 1) * month) / 2},${AXIS + HALF - ((bins.get(bin) || 0) / most) * 2 * HALF}`);
      return make("polyline", { class: "articles", points: points.join(" ") });
    }

    outside(x, width) {
      if (this.from === null) return [];
      const [left, right] = [x(this.from), x(this.to + 1)];
      return [[0, left], [right, width - right]].map(([at, wide]) => make("rect", { class: "outside", x: at, y: 0, width: Math.max(0, wide), height: AXIS + HALF + 3 }));
    }

    years(x, month) {
      const each = [1, 2, 5, 10, 20, 50, 100].find((years) => years * 12 * month >= LABEL) || 200, found = [];
      for (let year = Math.ceil(this.lens.first / 12); year * 12 <= this.lens.last; year += 1)
        if (year % each === 0 && x(year * 12) + 30 < x(this.lens.last + 1)) found.push(make("text", { x: x(year * 12), y: HEIGHT - 3 }, String(year).padStart(4, "0")));
      return found;
    }
  }

  Object.assign(window.kgraph, { Timeline, svg: make });
})();
