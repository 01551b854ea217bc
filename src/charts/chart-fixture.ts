// Draws a chart as an example that can be looked at: the text of an SVG file, in the light colors of a lab. For tests.

const COLORS = [
  '--subliminal-ink: #1b1b20; --subliminal-muted: #5a5a66; --subliminal-line: #c9c9d2; --subliminal-grid: #e7e7ec;',
  '--subliminal-background: #ffffff; --subliminal-teacher: #1b1b20; --subliminal-chance: #767682;',
  '--subliminal-student-0: #d55e00; --subliminal-student-1: #0072b2; --subliminal-student-2: #009e73;',
].join(' ');

/** What is drawn, one element a line. Nothing in it is measured, so it is the same with any fonts. */
export function exampleOf(draw: (svg: SVGSVGElement) => void): string {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  draw(svg);
  const once = svg.innerHTML;
  // Whoever draws the same again changes nothing.
  draw(svg);
  if (svg.innerHTML !== once) throw new Error('drawn twice, the chart is another one');
  svg.setAttribute('style', `font-family: sans-serif; ${COLORS}`);
  const text = new XMLSerializer().serializeToString(svg);
  return `${text.replaceAll('><', '>\n<').replace(/\d+\.\d{3,}/g, (long) => String(Number(Number(long).toFixed(2))))}\n`;
}
