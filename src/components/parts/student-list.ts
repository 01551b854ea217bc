// What the editor of a lab's students shows, in the words of any experiment. Pure types and text; digits/students.ts and
// owls/students.ts fill it in, subliminal-students.ts and subliminal-student.ts draw it.
import type { TemplateResult } from 'lit';
import type { ModeParameter } from '../../experiment/init/init-sharing.ts';

/** A student as it stands in the list. */
export interface StudentCard {
  /** Its text form, "perturbed:0.2". */
  readonly text: string;
  /** Its row in the table of students, "perturbed". */
  readonly kind: string;
  /** "perturbed init (σ = 0.2)": no other student of the list is called the same. */
  readonly name: string;
  /** One plain sentence. */
  readonly explanation: string;
  /** What of it comes from where, small enough for a line. */
  readonly diagram: TemplateResult;
  readonly parameter: ModeParameter;
  readonly amount?: number;
  readonly layers?: readonly string[];
  /** Number of its look in the charts. */
  readonly look: number;
}

/** The list of students of a lab. */
export interface StudentList {
  readonly students: readonly StudentCard[];
  /** Everything a student can be, in the order of the picker. */
  readonly kinds: readonly { readonly value: string; readonly label: string }[];
  /** Layers that can be copied one by one. */
  readonly layers: readonly string[];
  /** Text of a student that is worth adding. */
  readonly next: string;
}

/** The text form of a list of students, as settings take it. */
export function studentsText(texts: readonly string[]): string {
  return texts.join(',');
}
