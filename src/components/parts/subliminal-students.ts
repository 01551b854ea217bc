// The list of students, and the way to add one. Changes nothing itself: it tells the lab what was chosen.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from './define.ts';
import { SettingEvent } from './choice-events.ts';
import type { StudentEvent } from './subliminal-student.ts';
import { studentsText, type StudentList } from './student-list.ts';
import { controls } from './tokens.ts';
import './subliminal-student.ts';

const MOST = 8;

/**
 * @element subliminal-students
 * @fires {SettingEvent} subliminal-setting - the list of students in its text form
 */
@element('subliminal-students')
export class SubliminalStudents extends LitElement {
  static override styles = [
    controls,
    css`
      ul {
        list-style: none;
        margin: calc(0.375 * var(--subliminal-rem)) 0 0;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, calc(20 * var(--subliminal-rem))), 1fr));
        column-gap: calc(2 * var(--subliminal-rem));
      }
      .line {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: calc(0.5 * var(--subliminal-rem));
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
              <subliminal-student
                .student=${student}
                .kinds=${kinds}
                .layers=${layers}
                ?only=${students.length === 1}
                @subliminal-student=${(event: StudentEvent) => this.#replace(index, event.text)}
              ></subliminal-student>
            </li>`,
        )}
      </ul>
    `;
  }

  /** Whoever removes a student by keyboard goes on at the one that took its place. */
  override updated(): void {
    if (this.#removed === undefined) return;
    const left = [...this.renderRoot.querySelectorAll('subliminal-student')];
    const neighbor = left[Math.min(this.#removed, left.length - 1)];
    this.#removed = undefined;
    if (!neighbor) return;
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
    'subliminal-students': SubliminalStudents;
  }
}
