/* The filters: which claims pass, and what the lines are that those make. It says in JavaScript what `bundles.py` says
   in Python; a test holds the two together. */
(() => {
  "use strict";

  const kgraph = window.kgraph;
  const ONE_WAY = 0.75;
  const OPEN = () => ({ relations: new Set(), sources: new Set(), modalities: new Set(), voices: new Set(), confidence: 0, publishers: 1, from: null, to: null });

  const monthOf = (text) => {
    const [year, month] = text.split("-");
    return Number(year) * 12 + (month ? Number(month) - 1 : 0);
  };
  const monthName = (number) => `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;

  /* The months a date covers, and whether it is too rough to say which of them is meant; null for no date. */
  function span(text) {
    if (text === null) return null;
    const [start, end] = text.split("/"), first = monthOf(start);
    const last = (part) => monthOf(part) + (part.includes("-") ? 0 : 11);
    if (end === "..") return { first, last: Infinity, rough: false };
    const until = last(end || start);
    return { first, last: until, rough: until > first };
  }

  class Lens {
    constructor(data) {
      const column = (field) => { const at = data.fields.indexOf(field); return data.claims.map((row) => row[at]); };
      const relations = column("relation").map((number) => data.relations[number]);
      this.sign = relations.map(([, sign]) => sign);
      this.mutual = relations.map(([, , mutual]) => mutual === 1);
      this.relation = relations.map(([, , , name]) => name);
      this.document = column("document");
      this.publisher = this.document.map((number) => data.documents[number][0] || "");
      this.span = column("date").map(span);
      const negative = column("negative");
      this.modality = column("modality").map((word, at) => (negative[at] && data.words[word] !== "denied" ? "negated" : data.words[word]));
      this.voice = column("voice");
      this.confidence = column("confidence");
      this.rejected = new Set();
      const months = [...this.span.filter(Boolean).map(({ first }) => first), ...Object.keys(data.coverage).filter(Boolean).map(monthOf)];
      this.first = months.reduce((least, month) => Math.min(least, month), Infinity);
      this.last = months.reduce((most, month) => Math.max(most, month), -Infinity);
    }

    get dated() { return this.first <= this.last; }

    /* Whether a claim says that something is so, and the reader lets it. */
    isFirm(number) {
      return (this.modality[number] === "asserted" || this.modality[number] === "reported") && !this.rejected.has(number);
    }

    inWindow(number, { from, to }) {
      const span = this.span[number];
      if (from === null && to === null) return true;
      return span !== null && (to === null || span.first <= to) && (from === null || span.last >= from);
    }

    passes(number, filter, off) {
      const one = (chosen, value) => !chosen.size || chosen.has(value);
      return !off.has(this.sign[number]) && one(filter.relations, this.relation[number]) && one(filter.sources, this.publisher[number])
        && one(filter.modalities, this.modality[number]) && one(filter.voices, this.voice[number]) && this.confidence[number] >= filter.confidence;
    }

    /* How many publishers the claims surely have: those nobody knows may be one, and one of the known. */
    sourcesOf(numbers) {
      const names = new Set(numbers.map((number) => this.publisher[number]));
      return Math.max(names.size - (names.has("") ? 1 : 0), Math.min(names.size, 1));
    }

    /* What is left of a line of the file when only claims that `keep` lets pass count. */
    line(held, keep) {
      const back = held.backward || (held.backward = new Set(held.back));
      const claims = held.claims.filter(keep), facts = claims.filter((number) => this.isFirm(number));
      const direction = (number) => (this.mutual[number] ? "" : back.has(number) ? "from" : "to");
      const way = (wanted) => {
        const going = facts.filter((number) => [wanted, ""].includes(direction(number)));
        return [going.length, this.sourcesOf(going)];
      };
      const ways = [way("to"), way("from")], counted = (facts.length ? facts : claims).map(direction);
      const goes = (wanted) => counted.filter((other) => other === wanted).length >= ONE_WAY * counted.length;
      return {
        sign: held.sign, claims, back, ways, facts: facts.length,
        mutual: facts.filter((number) => this.mutual[number]).length,
        sources: Math.max(ways[0][1], ways[1][1]),
        confidence: claims.reduce((sum, number) => sum + this.confidence[number], 0) / (claims.length || 1),
        arrow: goes("to") ? "to" : goes("from") ? "from" : "",
      };
    }
  }

  /* How a line is drawn. */
  const width = (facts) => Math.round(Math.min(10, 1 + 1.6 * Math.sqrt(facts)) * 10) / 10;
  const dashes = (line, isPrinted) => {
    if (!line.facts) return [1, 5];
    if (isPrinted && line.sign < 0) return [8, 4];
    return line.sources === 1 ? [16, 5] : false;
  };

  Object.assign(kgraph, { Lens, OPEN, monthOf, monthName, span, width, dashes });
})();
