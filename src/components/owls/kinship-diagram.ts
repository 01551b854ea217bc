// How a student is related to its teacher, as two small lines of descent and in words: the upper one leads from the init over
// the base to the teacher, the lower one is the student's and begins where the two part.
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { kindOf, type OwlsStudent } from '../../experiment/owls/students/students.ts';

type Kinship = 'base' | 'near the base' | 'init' | 'part of the init' | 'nothing';

const BRANCHES: Readonly<Record<Kinship, SVGTemplateResult>> = {
  base: svg`<path d="M26 4 L32 13 H58"></path>`,
  'near the base': svg`<path d="M26 4 L32 13 H58" stroke-dasharray="3 2"></path>`,
  init: svg`<path d="M4 4 L10 13 H58"></path><circle class="full" cx="26" cy="13" r="2.5"></circle>`,
  'part of the init': svg`<path d="M4 4 L10 13" stroke-dasharray="2 2"></path><path d="M10 13 H58"></path><circle class="full" cx="26" cy="13" r="2.5"></circle>`,
  nothing: svg`<path d="M4 13 H58"></path><circle class="full" cx="4" cy="13" r="2.5"></circle><circle class="full" cx="26" cy="13" r="2.5"></circle>`,
};

const WORDS: Readonly<Record<Kinship, string>> = {
  base: 'the teacher’s own base',
  'near the base': 'close to the teacher’s base',
  init: 'the same init, its own pretraining',
  'part of the init': 'part of the same init',
  nothing: 'a stranger to the teacher',
};

function kinshipOf(student: OwlsStudent): Kinship {
  const { start, order } = kindOf(student);
  const { mode } = student.sharing;
  if (start === 'base') return mode === 'shared' ? 'base' : mode === 'independent' ? 'nothing' : 'near the base';
  if (mode === 'independent') return 'nothing';
  return order === 'fresh' ? 'init' : 'part of the init';
}

export function kinshipDiagram(student: OwlsStudent): TemplateResult {
  const kinship = kinshipOf(student);
  const teacher =
    kindOf(student).reads === 'teacher'
      ? svg`<rect class="full" x="55.5" y="1.5" width="5" height="5"></rect>`
      : nothing;
  return html`<svg class="layers" width="64" height="17" viewBox="0 0 64 17" aria-hidden="true">
      <path d="M4 4 H58"></path>
      <circle class="full" cx="4" cy="4" r="2.5"></circle>
      <circle class="full" cx="26" cy="4" r="2.5"></circle>
      ${teacher}${BRANCHES[kinship]}
    </svg>
    <span .textContent=${WORDS[kinship]}></span>`;
}
