// The ground of every chart: its size in pixels, and a view box of the same size, so that a chart shrinks as a whole where it
// gets less room than it was drawn for. A sheet of paper is narrower than the screen, and nobody draws again for it.
import { select, type Selection } from 'd3';

export function chartRoot(
  svg: SVGSVGElement,
  { width, height, fontSize }: { readonly width: number; readonly height: number; readonly fontSize: number },
): Selection<SVGSVGElement, unknown, null, undefined> {
  return select(svg)
    .attr('width', width)
    .attr('height', height)
    .attr('viewBox', `0 0 ${width} ${height}`)
    .attr('font-size', fontSize);
}
