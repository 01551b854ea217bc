// The students of the digits lab, for their editor: init-sharing modes and which layers they copy.
import { rolesOf } from '../../charts/roles.ts';
import { networkOf, type DigitsSpec } from '../../experiment/digits/spec.ts';
import { describeInitSharing, formatInitSharing, shortInitSharing } from '../../experiment/init/init-sharing-text.ts';
import { INIT_SHARING, INIT_SHARING_NAMES, modeOf } from '../../experiment/init/init-sharing.ts';
import { distinct } from '../../experiment/spec/names.ts';
import { layerDiagram } from '../parts/layer-diagram.ts';
import { type StudentList } from '../parts/student-list.ts';

/** Students that look the same in every run. */
const USUAL = ['shared', 'independent'] as const;
const KINDS = INIT_SHARING_NAMES.map((value) => ({ value, label: INIT_SHARING[value].label }));

/** One look per student. */
export function digitsRoles({ students }: Pick<DigitsSpec, 'students'>): number[] {
  return rolesOf(
    students.map(({ mode }) => mode),
    USUAL,
  );
}

type Students = Pick<DigitsSpec, 'students'>;

/** What each student is called, and the same where there is little room; no two alike. */
export const digitsNames = ({ students }: Students) => distinct(students.map(describeInitSharing));
export const shortDigitsNames = ({ students }: Students) => distinct(students.map(shortInitSharing));

export function digitsStudents(spec: DigitsSpec): StudentList {
  const { layers } = networkOf(spec).parameters;
  const roles = digitsRoles(spec);
  const names = digitsNames(spec);
  const taken = new Set(spec.students.map(({ mode }) => mode));
  return {
    kinds: KINDS,
    layers,
    // The first mode that nobody has yet is the most interesting next student.
    next: INIT_SHARING_NAMES.find((mode) => !taken.has(mode)) ?? 'perturbed',
    students: spec.students.map((student, index) => {
      const { explanation, parameter } = modeOf(student);
      return {
        text: formatInitSharing(student),
        kind: student.mode,
        name: names[index] ?? formatInitSharing(student),
        explanation,
        parameter,
        amount: student.amount,
        layers: student.layers,
        diagram: layerDiagram(student, layers),
        look: roles[index] ?? 0,
      };
    }),
  };
}
