// A button that does something with the run. A press becomes an event; nothing here moves a run.
import { html, type TemplateResult } from 'lit';
import { TransportEvent, type TransportAction } from './choice-events.ts';

export interface LabButton {
  readonly does: TransportAction;
  readonly label: string;
  /** The one thing that most visitors want now. */
  readonly primary: boolean;
}

/** @param teller where the event is heard from; the button itself where that is in the lab's own tree */
export function actionButton({ does, label, primary }: LabButton, teller?: EventTarget): TemplateResult {
  const press = ({ currentTarget }: Event) => (teller ?? currentTarget)?.dispatchEvent(new TransportEvent(does));
  return html`<button type="button" class=${primary ? 'primary' : ''} @click=${press} .textContent=${label}></button>`;
}
