// The small shape in a network's color that stands before its name, the same as at the end of its line in the charts.
import { css, html, svg, unsafeCSS, type SVGTemplateResult, type TemplateResult } from 'lit';
import { lookOf, markerPath, ROLES, type Role } from '../../charts/roles.ts';

/** Styles for elements that show markers: a style attribute would break a strict content security policy. */
export const markerStyles = css`
  .marker {
    display: inline-block;
    flex: none;
    vertical-align: -0.1em;
  }
  ${unsafeCSS(ROLES.map((role) => `.role-${role} { fill: ${lookOf(role).color}; }`).join('\n'))}
`;

/** Decoration: the name always follows in words. */
export function marker(role: Role): TemplateResult {
  return html`<svg class="marker" width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">${shape(role)}</svg>`;
}

function shape(role: Role): SVGTemplateResult {
  return svg`<path class=${`role-${role}`} d=${markerPath(role, 62)}></path>`;
}
