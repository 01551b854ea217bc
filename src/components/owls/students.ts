// The students of the owls lab, for their editor: how each one's start relates to its teacher's base, and whose lists it
// reads.
import { rolesOf } from '../../charts/roles.ts';
import { modeOf, type ModeParameter } from '../../experiment/init/init-sharing.ts';
import { owlsNetwork } from '../../experiment/owls/bases/network.ts';
import type { OwlsSpec } from '../../experiment/owls/spec.ts';
import {
  describeStudent,
  FAMILY_TREE,
  formatStudent,
  kindOf,
  shortStudent,
  STUDENT_NAMES,
  STUDENTS,
  takesParameter,
  type OwlsStudent,
} from '../../experiment/owls/students/students.ts';
import { distinct } from '../../experiment/spec/names.ts';
import { kinshipDiagram } from './kinship-diagram.ts';
import { studentsText, type StudentList } from '../parts/student-list.ts';

/** Students that look the same in every run. */
const USUAL = ['shared', 'other', 'control'] as const;
const KINDS = STUDENT_NAMES.map((value) => ({ value, label: STUDENTS[value].label }));
const NOTHING: ModeParameter = { kind: 'none' };

/** One look per student. */
export function owlsRoles({ students }: Pick<OwlsSpec, 'students'>): number[] {
  return rolesOf(
    students.map(({ kind }) => kind),
    USUAL,
  );
}

type Students = Pick<OwlsSpec, 'students'>;

/** What each student is called, and the same where there is little room; no two alike. */
const owlsNames = ({ students }: Students) => distinct(students.map(describeStudent));
export const shortOwlsNames = ({ students }: Students) => distinct(students.map(shortStudent));

export function owlsStudents(spec: OwlsSpec): StudentList {
  const roles = owlsRoles(spec);
  const names = owlsNames(spec);
  const taken = new Set(spec.students.map(({ kind }) => kind));
  return {
    kinds: KINDS,
    layers: owlsNetwork().parameters.layers,
    next: STUDENT_NAMES.find((kind) => !taken.has(kind)) ?? 'perturbed',
    students: spec.students.map((student, index) => {
      const { kind, sharing } = student;
      const { explanation } = kindOf(student);
      return {
        text: formatStudent(student),
        kind,
        name: names[index] ?? formatStudent(student),
        explanation,
        parameter: takesParameter(kind) ? modeOf(sharing).parameter : NOTHING,
        amount: sharing.amount,
        layers: sharing.layers,
        diagram: kinshipDiagram(student),
        look: roles[index] ?? 0,
      };
    }),
  };
}

/** The student that the family tree moves: the second, beside the one that shares its teacher's base. */
const MOVED = 1;

/** Step of the family tree on which the second student stands; undefined if it is none of them. */
export function treeStep({ students }: Pick<OwlsSpec, 'students'>): number | undefined {
  const student: OwlsStudent | undefined = students.at(MOVED);
  const step = FAMILY_TREE.findIndex(({ kind }) => kind === student?.kind);
  return step < 0 ? undefined : step;
}

/** The list of students after the family tree was moved to `step`. */
export function withTreeStep({ students }: Pick<OwlsSpec, 'students'>, step: number): string {
  const texts = students.map(formatStudent);
  const relative = FAMILY_TREE[step];
  if (relative) texts.splice(MOVED, 1, formatStudent(relative));
  return studentsText(texts);
}
