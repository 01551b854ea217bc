// The list of students, and the way to add one. Changes nothing itself: it tells the lab what was chosen.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from './define.ts';
import { SettingEvent } from './lab-events.ts';
import type { StudentEvent } from './sl-student.ts';
import { studentsText, type StudentList } from './student-list.ts';
import { controls } from './tokens.ts';
import './sl-student.ts';

const MOST = 8;

/**
 * @element sl-students
 * @fires {SettingEvent} setting - the list of students in its text form
 */
@element('sl-students')
export class SlStudents extends LitElement {
  static override styles = [
    controls,
    css`
      ul {
        list-style: none;
        margin: calc(0.375 * var(--sl-rem)) 0 0;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, calc(20 * var(--sl-rem))), 1fr));
        column-gap: calc(2 * var(--sl-rem));
      }
      .line {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: calc(0.5 * var(--sl-rem));
      }
    `,
  ];

  /** The settings in the controls, not those of the run shown. */
  @property({ attribute: false }) list!: StudentList;

  /** Place of the student that was just removed. */
  #removed?: number;

  override render(): TemplateResult {
    const { students, kinds, layers } = this.list;
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
                .kinds=${kinds}
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

  #add(): void {
    this.#tell([...this.#texts, this.list.next]);
  }

  #replace(index: number, text: string | undefined): void {
    if (text === undefined) this.#removed = index;
    this.#tell(text === undefined ? this.#texts.toSpliced(index, 1) : this.#texts.with(index, text));
  }

  get #texts(): string[] {
    return this.list.students.map(({ text }) => text);
  }

  #tell(texts: readonly string[]): void {
    this.dispatchEvent(new SettingEvent(['students', studentsText(texts)]));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sl-students': SlStudents;
  }
}
