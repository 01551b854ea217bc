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
    const { table } = this.#lab;
    if (!sameSpec(table, table.defaults(), settings.spec)) return settings;
    const withSeeds = (seeds: number) => withSetting(table, settings, [table.fields.seedCount.name, String(seeds)]);
    const usual = settings.spec.seedCount;
    const seeds = seedsByDefault(usual, (count) => this.#seconds(withSeeds(count)));
    return seeds === usual ? settings : withSeeds(seeds);
  }

  #seconds({ spec, backend }: LabSettings<Spec>): number | undefined {
    return this.#estimates.seconds(this.#lab.workOf(spec), backend, this.availability);
  }
}
