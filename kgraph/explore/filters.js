/* The form of filters: relation, publisher, how and by whom it is said, confidence, corroboration, months. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const { el, button, name, SAID, VOICES, OPEN, monthOf, monthName } = kgraph;
  const MODALITIES = ["asserted", "reported", "called-for", "planned", "hypothetical", "denied", "negated"];

  const tallied = (values) => values.reduce((counts, value) => counts.set(value, (counts.get(value) || 0) + 1), new Map());

  class Filters {
    /* Fills `box`; `told` hears of every change of a filter, `given()` says what it is now. */
    constructor(box, { lens, data, given, told }) {
      Object.assign(this, { box, lens, given, told });
      const words = new Map(data.relations.map(([label, , , relation]) => [relation, label]));
      this.groups = [
        this.group("relations", "Relation", tallied(lens.relation), (relation) => words.get(relation)),
        this.group("sources", "Publisher", tallied(lens.publisher), (publisher) => publisher || "unknown"),
        this.group("modalities", "How it is said", tallied(lens.modality), (word) => SAID[word] || word, MODALITIES),
        this.group("voices", "Who says it", tallied(lens.voice), (voice) => VOICES[voice], [0, 1, 2]),
      ];
      this.sure = el("output", {});
      this.confidence = el("input", { type: "range", min: 0, max: 1, step: 0.05, "aria-label": "Least confidence" });
      this.confidence.addEventListener("input", () => this.change({ confidence: Number(this.confidence.value) }));
      this.publishers = el("input", { type: "number", min: 1, max: 99, step: 1, "aria-label": "Least number of publishers" });
      this.publishers.addEventListener("change", () => this.change({ publishers: Math.max(1, Math.floor(Number(this.publishers.value)) || 1) }));
      this.months = ["from", "to"].map((end) => this.month(end));
      const reset = button("act", "Clear all filters", () => this.told(OPEN()));
      box.replaceChildren(el("h2", {}, "Filters"), el("p", { className: "hint" }, "Nothing ticked means all."),
        ...this.groups.map(({ field }) => field),
        el("label", { className: "measure" }, "Confidence at least ", this.confidence, this.sure),
        el("label", { className: "measure" }, "Borne out by at least ", this.publishers, " publishers"),
        el("div", { className: "measure", role: "group", "aria-label": "Months" }, "Months ", this.months[0], " to ", this.months[1]), reset);
    }

    month(end) {
      const input = el("input", { type: "month", "aria-label": end === "from" ? "From month" : "To month", pattern: "[0-9]{4}-[0-9]{2}", placeholder: "YYYY-MM" });
      input.addEventListener("change", () => {
        if (input.value && !/^\d{4}-(0[1-9]|1[0-2])$/.test(input.value)) { input.setCustomValidity("YYYY-MM"); input.reportValidity(); return; }
        input.setCustomValidity("");
        this.window();
      });
      return input;
    }

    /* The window that the two months make; one that is left empty reaches to the end of the data. */
    window() {
      const [from, to] = this.months.map((input) => (input.value ? monthOf(input.value) : null));
      if (from === null && to === null) { this.change({ from: null, to: null }); return; }
      const ends = [from === null ? this.lens.first : from, to === null ? this.lens.last : to].sort((a, b) => a - b);
      this.change({ from: ends[0], to: ends[1] });
    }

    group(key, title, counts, label, order) {
      const values = order ? order.filter((value) => counts.has(value)) : [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
      const boxes = values.map((value) => {
        const input = el("input", { type: "checkbox" });
        input.addEventListener("change", () => {
          const chosen = new Set(this.given()[key]);
          if (input.checked) chosen.add(value); else chosen.delete(value);
          this.change({ [key]: chosen });
        });
        return { value, input, row: el("label", {}, input, " ", name(label(value)), el("span", { className: "count" }, counts.get(value).toLocaleString("en"))) };
      });
      return { key, boxes, field: el("fieldset", { className: boxes.length > 7 ? "long" : "" }, el("legend", {}, title), el("div", { className: "boxes" }, ...boxes.map(({ row }) => row))) };
    }

    change(part) { this.told({ ...this.given(), ...part }); }

    show() {
      const filter = this.given();
      for (const { key, boxes } of this.groups) for (const { value, input } of boxes) input.checked = filter[key].has(value);
      this.confidence.value = filter.confidence;
      this.sure.textContent = filter.confidence.toFixed(2);
      this.publishers.value = filter.publishers;
      const months = [filter.from, filter.to];
      this.months.forEach((input, at) => { input.value = months[at] === null ? "" : monthName(months[at]); });
    }
  }

  /* How many of the filters are set; the window of time is one. */
  const filterCount = (filter) => ["relations", "sources", "modalities", "voices"].filter((key) => filter[key].size).length
    + (filter.confidence > 0 ? 1 : 0) + (filter.publishers > 1 ? 1 : 0) + (filter.from !== null ? 1 : 0);

  Object.assign(kgraph, { Filters, filterCount });
})();
