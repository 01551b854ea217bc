// Where the settings of a lab come from and go to: attributes that the page set, an address that a visitor opened or
// changed, and both again after a choice inside the lab. What is shown or run of them is the lab's business.
import type { ReactiveControllerHost } from 'lit';
import type { CommonSpec, SpecTable } from '../../experiment/spec/spec-table.ts';
import type { ExperimentName } from '../../experiment/signs.ts';
import { LabAttributes } from './attributes.ts';
import { readSettings, settingNames, settingsEntries, type Entry, type LabSettings } from './settings.ts';
import { UrlController, type UrlOptions } from './url-controller.ts';

export class SettingsSource<Spec extends CommonSpec> {
  readonly #table: SpecTable<Spec>;
  readonly #attributes: LabAttributes;
  readonly #url: UrlController;

  constructor(
    host: ReactiveControllerHost & Element,
    { name, table }: { readonly name: ExperimentName; readonly table: SpecTable<Spec> },
    options: UrlOptions,
  ) {
    this.#table = table;
    this.#attributes = new LabAttributes(host, settingNames(table));
    this.#url = new UrlController(host, name, options);
  }

  /** What attributes and address say. */
  read(): LabSettings<Spec> {
    return readSettings(this.#table, [...this.#attributes.authored, ...this.#url.read()]);
  }

  /** Takes in a change of an attribute; true if the page made it and it is a setting. */
  attributeChanged(name: string, before: string | null, after: string | null): boolean {
    if (!this.#attributes.changed(name, before, after)) return false;
    this.#url.forget();
    return true;
  }

  /** Shows settings in the attributes. */
  reflect(entries: readonly Entry[]): void {
    this.#attributes.reflect(entries);
  }

  /** Writes settings to the address. */
  write(settings: LabSettings<Spec>): void {
    this.#url.write(this.#entries(settings), writing(settings));
  }

  /** The address that opens the lab with these settings, or nothing. */
  link(settings: LabSettings<Spec>): string {
    return this.#url.link(this.#entries(settings), writing(settings));
  }

  /** What differs from the attributes that the page set. */
  #entries(settings: LabSettings<Spec>): Entry[] {
    return settingsEntries(this.#table, settings, this.#attributes.authored);
  }
}

function writing({ backend }: Pick<LabSettings<CommonSpec>, 'backend'>): { readonly keepsBackend: boolean } {
  return { keepsBackend: backend === undefined };
}
