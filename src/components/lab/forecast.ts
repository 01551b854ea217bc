// What a lab says of runs before they start: how long one takes here, and with how many seeds it is cheap. Knows no element.
import type { AnyRecord } from '../../experiment/records/records.ts';
import type { CommonSpec, SpecTable } from '../../experiment/spec/spec-table.ts';
import type { Work } from '../../experiment/processor/speed.ts';
import { Estimates, estimateWords, seedsByDefault } from '../run/estimate.ts';
import type { RunState } from '../run/run-state.ts';
import { sameSpec, withSetting, type LabSettings } from '../settings/settings.ts';
import type { Availability, Response } from '../../worker/client.ts';

interface Forecasted<Spec extends CommonSpec> {
  readonly table: SpecTable<Spec>;
  workOf(spec: Spec): readonly Work[];
}

export class Forecast<Spec extends CommonSpec> {
  /** What is known of the machine. */
  availability: Availability | undefined;
  readonly #lab: Forecasted<Spec>;
  readonly #estimates = new Estimates();
  /** How many seeds are cheap here, once that was asked; what is learned later does not change it. */
  #cheap?: number;

  constructor(lab: Forecasted<Spec>) {
    this.#lab = lab;
  }

  /** "About 5 s here." */
  words(settings: LabSettings<Spec>): string {
    return estimateWords(this.#seconds(settings));
  }

  /** Learns from how long a whole run took. */
  heard({ spec, prepared }: RunState<Spec>, response: Response<AnyRecord>): void {
    if (response.kind !== 'record' || response.record.kind !== 'complete' || !prepared) return;
    const work = this.#lab.workOf(spec);
    this.#estimates.learn(work, prepared.device.backend, response.seconds, this.availability);
  }

  /** Where nobody has chosen anything, as many seeds as are cheap here. */
  generous(settings: LabSettings<Spec>): LabSettings<Spec> {
    if (!this.#isUntouched(settings)) return settings;
    this.#cheap ??= seedsByDefault(settings.spec.seedCount, (count) => this.#seconds(this.#withSeeds(settings, count)));
    return this.asBefore(settings);
  }

  /** The same wherever it was decided already. */
  asBefore(settings: LabSettings<Spec>): LabSettings<Spec> {
    const seeds = this.#cheap;
    if (seeds === undefined || seeds === settings.spec.seedCount || !this.#isUntouched(settings)) return settings;
    return this.#withSeeds(settings, seeds);
  }

  #isUntouched({ spec, seedsNamed }: LabSettings<Spec>): boolean {
    const { table } = this.#lab;
    return !seedsNamed && sameSpec(table, table.defaults(), spec);
  }

  #withSeeds(settings: LabSettings<Spec>, seeds: number): LabSettings<Spec> {
    const { table } = this.#lab;
    // What was wrong with a link is still said.
    const { problems } = settings;
    return { ...withSetting(table, settings, [table.fields.seedCount.name, String(seeds)]), problems };
  }

  #seconds({ spec, backend }: LabSettings<Spec>): number | undefined {
    return this.#estimates.seconds(this.#lab.workOf(spec), backend, this.availability);
  }
}
