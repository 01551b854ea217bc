// The family tree: one slider from the teacher's own base to a stranger, that moves the second student.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { OwlsSpec } from '../../experiment/owls/spec.ts';
import { describeStudent, FAMILY_TREE, kindOf } from '../../experiment/owls/students/students.ts';
import { element } from '../parts/define.ts';
import { SettingEvent } from '../parts/choice-events.ts';
import { treeStep, withTreeStep } from './students.ts';
import { controls } from '../parts/tokens.ts';

const LAST = FAMILY_TREE.length - 1;

/**
 * @element subliminal-family
 * @fires {SettingEvent} subliminal-setting - the list of students with another second one
 */
@element('subliminal-family')
export class SubliminalFamily extends LitElement {
  static override styles = [
    controls,
    css`
      .ends {
        display: flex;
        justify-content: space-between;
        gap: calc(1 * var(--subliminal-rem));
      }
      .ends :last-child {
        text-align: right;
      }
      label {
        font-weight: 600;
        font-size: calc(0.875 * var(--subliminal-rem));
      }
      .where {
        min-height: 4.4em;
      }
    `,
  ];

  /** The settings in the controls, not those of the run shown. */
  @property({ attribute: false }) spec!: OwlsSpec;

  override render(): TemplateResult {
    const step = treeStep(this.spec);
    const relative = step === undefined ? undefined : FAMILY_TREE[step];
    const words = relative ? describeStudent(relative) : 'not on this scale';
    const explanation = relative ? kindOf(relative).explanation : 'Move the slider to put it there.';
    return html`
      <label for="tree">How related is the second student to its teacher?</label>
      <input
        id="tree"
        type="range"
        min="0"
        max=${LAST}
        step="1"
        .value=${live(String(step ?? LAST))}
        aria-valuetext=${words}
        aria-describedby="where"
        @change=${this.#move}
      />
      <div class="ends quiet" aria-hidden="true"><span>same base</span><span>stranger</span></div>
      <p class="where quiet" id="where">
        <strong .textContent=${`${words}.`}></strong>
        <span .textContent=${explanation}></span>
      </p>
    `;
  }

  #move({ currentTarget }: Event): void {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    this.dispatchEvent(new SettingEvent(['students', withTreeStep(this.spec, Number(currentTarget.value))]));
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subliminal-family': SubliminalFamily;
  }
}
