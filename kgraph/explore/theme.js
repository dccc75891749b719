/* The colours of the picture in light, dark and print. */
(() => {
  "use strict";

  const THEMES = {
    light: {
      back: "#FFFFFF", text: "#1B1F24", quiet: "#57606A", node: "#5B6673", faint: "#D3D8DD", hull: "#EEF1F4", land: "#EEF0F2", shore: "#D8DEE4",
      line: { 1: "#0072B2", "-1": "#D55E00", 0: "#7A828C" },
      ink: { 1: "#005A8C", "-1": "#A84300", 0: "#57606A" },
      dim: { 1: "#CFE3F0", "-1": "#F6DCCB", 0: "#E4E6E8" },
    },
    dark: {
      back: "#12161B", text: "#C9D1D9", quiet: "#9AA4AF", node: "#9AA4AF", faint: "#343B43", hull: "#1C2229", land: "#1F262D", shore: "#2F3740",
      line: { 1: "#56B4E9", "-1": "#F28E2B", 0: "#9AA4AF" },
      ink: { 1: "#56B4E9", "-1": "#F28E2B", 0: "#9AA4AF" },
      dim: { 1: "#203644", "-1": "#3F2E1E", 0: "#2D3339" },
    },
  };
  const FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";
  const UNSURE = 0.6; // how far an unsure line's colour goes towards the background
  const SURE = 0.6;

  const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const mixed = (colour, back, share) => {
    const under = channels(back);
    const parts = channels(colour).map((part, at) => Math.round(part * (1 - share) + under[at] * share));
    return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
  const lineColour = (line, theme) =>
    (line.confidence < SURE ? mixed(theme.line[line.sign], theme.back, UNSURE) : theme.line[line.sign]);

  /* The themes as the device has them; `told` hears when one takes the place of another. */
  class Theme {
    constructor(told) {
      this.dark = window.matchMedia("(prefers-color-scheme: dark)");
      this.paper = window.matchMedia("print");
      this.dark.addEventListener("change", told);
      this.paper.addEventListener("change", told);
    }
    get isPrinted() { return this.paper.matches; }
    get now() { return this.dark.matches && !this.isPrinted ? THEMES.dark : THEMES.light; }
  }

  Object.assign(window.kgraph, { Theme, FONT, mixed, lineColour });
})();
