/* What the reader makes of claims: rejections and notes, kept apart from the file and saved as a patch for `kgraph apply`. */
(() => {
  "use strict";

  const FORMAT = "kgraph-patch", VERDICTS = ["rejected", "noted", "restored"], CLAIM = "urn:kgraph:claim:";
  const ID = /^urn:kgraph:claim:[0-9a-f]{20}$/;

  class Patch {
    /* `stored`: the verdicts that the graph had when the page was made, as [claim, verdict, note]. */
    constructor(stored) {
      this.stored = new Map(stored.map(([id, verdict, note]) => [id, { verdict, note }]));
      this.made = new Map();
      this.isSaved = true;
    }

    /* The verdict on a claim; null for none. */
    of(id) {
      const verdict = this.made.get(id) || this.stored.get(id) || null;
      return verdict && verdict.verdict === "restored" ? null : verdict;
    }

    get size() { return this.made.size; }

    judge(id, verdict, note) {
      this.made.set(id, { verdict, note: note.trim().replace(/\s+/g, " ") });
      this.isSaved = false;
    }

    /* Takes a verdict back: one of this page goes, one of the graph is restored by the patch. */
    restore(id) {
      this.made.delete(id);
      if (this.stored.has(id)) this.made.set(id, { verdict: "restored", note: "" });
      this.isSaved = false;
    }

    rejected() {
      const ids = new Set([...this.stored.keys(), ...this.made.keys()]);
      return [...ids].filter((id) => { const verdict = this.of(id); return verdict !== null && verdict.verdict === "rejected"; });
    }

    text(title) {
      const claims = [...this.made].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { verdict, note }]) => ({ claim: CLAIM + id, verdict, note }));
      return `${JSON.stringify({ format: FORMAT, version: 1, title, claims }, null, 1)}\n`;
    }

    /* Takes over the verdicts of a patch that was saved before; how many. Whatever is no patch changes nothing. */
    read(text) {
      const found = JSON.parse(text);
      if (!found || found.format !== FORMAT || found.version !== 1 || !Array.isArray(found.claims)) throw new Error("not a patch of kgraph");
      const bad = found.claims.find((one) => !one || !ID.test(one.claim) || !VERDICTS.includes(one.verdict) || typeof one.note !== "string");
      if (bad) throw new Error("a verdict that is none");
      for (const { claim, verdict, note } of found.claims) this.made.set(claim.slice(CLAIM.length), { verdict, note });
      return found.claims.length;
    }
  }

  Object.assign(window.kgraph, { Patch });
})();
