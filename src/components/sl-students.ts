// The list of students, and the way to add one. Changes nothing itself: it tells the lab what was chosen.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { rolesOf } from '../charts/roles.ts';
import { DIGITS_FIELDS, networkOf, type DigitsSpec } from '../experiment/digits/spec.ts';
import { formatInitSharing } from '../experiment/init-sharing-text.ts';
import { INIT_SHARING_NAMES } from '../experiment/init-sharing.ts';
import { SettingEvent } from './lab-events.ts';
import type { StudentEvent } from './sl-student.ts';
import { controls } from './tokens.ts';
import './sl-student.ts';

const MOST = 8;

/**
 * @element sl-students
 * @fires {SettingEvent} setting - the list of students in its text form
 */
@customElement('sl-students')
export class SlStudents extends LitElement {
  static override styles = [
    controls,
    css`
      ul {
        list-style: none;
        margin: 0.375rem 0 0;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
        column-gap: 2rem;
      }
      .line {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 0.5rem;
      }
    `,
  ];

  /** The settings in the controls, not those of the run shown. */
  @property({ attribute: false }) spec!: DigitsSpec;

  /** Place of the student that was just removed. */
  #removed?: number;

  override render(): TemplateResult {
    const { students } = this.spec;
    const roles = rolesOf(students);
    const { layers } = networkOf(this.spec).parameters;
    return html`
      <div class="line">
        <h3>Students</h3>
        <button type="button" ?disabled=${students.length >= MOST} @click=${this.#add}>+ Add a student</button>
      </div>
      <ul>
        ${students.map(
          (student, index) =>
            html`<li>
              <sl-student
                .student=${student}
                .look=${roles[index]}
                .layers=${layers}
                ?only=${students.length === 1}
                @student=${(event: StudentEvent) => this.#replace(index, event.text)}
              ></sl-student>
            </li>`,
        )}
      </ul>
    `;
  }

  /** Whoever removes a student by keyboard goes on at the one that took its place. */
  override updated(): void {
    if (this.#removed === undefined) return;
    const left = [...this.renderRoot.querySelectorAll('sl-student')];
    const neighbor = left[Math.min(this.#removed, left.length - 1)];
    this.#removed = undefined;
    void neighbor.updateComplete.then(() => neighbor.focusLast());
  }

  /** The first mode that nobody has yet is the most interesting next student. */
  #add(): void {
    const taken = new Set(this.spec.students.map(({ mode }) => mode));
    const mode = INIT_SHARING_NAMES.find((candidate) => !taken.has(candidate)) ?? 'perturbed';
    this.#tell([...this.spec.students.map(formatInitSharing), mode]);
  }

  #replace(index: number, text: string | undefined): void {
    const texts = this.spec.students.map(formatInitSharing);
    if (text === undefined) this.#removed = index;
    this.#tell(text === undefined ? texts.toSpliced(index, 1) : texts.with(index, text));
  }

  #tell(students: readonly string[]): void {
    this.dispatchEvent(new SettingEvent([DIGITS_FIELDS.students.name, students.join(',')]));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sl-students': SlStudents;
  }
}
