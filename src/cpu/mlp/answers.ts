// What the teacher of a group says to the inputs of its students. Inputs that come again in every epoch are answered once and
// remembered; the weights of a teacher no longer change.
import { batchAt, type MlpTask } from '../../experiment/processor/mlp-processor.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import type { Cpu } from '../kernels.ts';
import type { BatchScalars } from '../twins/inputs.ts';
import type { TeacherSize } from '../twins/losses.ts';
import type { CpuImages, CpuMlps } from './networks.ts';
import type { MlpPass } from './pass.ts';

type Task = MlpTask<CpuMlps, CpuImages>;

/** Where a teacher's logits lie, for the kernel that compares them. */
export interface Answered {
  readonly teacherLogits: Real;
  readonly size: TeacherSize;
}

export class TeacherAnswers {
  readonly #task: Task;
  readonly #cpu: Cpu;
  /** Weights of the one teacher, [parameter]. */
  readonly #teacher: Real;
  readonly #pass: MlpPass;
  readonly #from: number;
  readonly #to: number;
  /** Inputs in an epoch; 0 where they are not numbered. */
  readonly #count: number;
  /** [image, imitated logit] */
  readonly #cache: Real | undefined;
  /** The cache was filled from the beginning of an epoch on. */
  #filling = false;
  #filled = false;

  /** @param pass of one teacher; whatever it holds is overwritten */
  constructor(task: Task, group: number, pass: MlpPass, cpu: Cpu) {
    const { inputs, objective } = task;
    if (objective.kind !== 'distillation') throw new TypeError('only who imitates has a teacher');
    const { teachers, from, to } = objective;
    const { size } = teachers.architecture.parameters;
    this.#task = task;
    this.#cpu = cpu;
    this.#teacher = teachers.values.subarray(group * size, (group + 1) * size);
    this.#pass = pass;
    this.#from = from;
    this.#to = to;
    this.#count = inputs.kind === 'rows' ? 0 : inputs.count;
    this.#cache = inputs.kind === 'rows' ? undefined : cpu.allocate(inputs.count * (to - from));
  }

  /** The answers to `input` [row, unit], which are the images in `order` [row]. */
  to(input: Real, order: Uint32Array, step: number): Answered {
    const [FROM, TO] = [this.#from, this.#to];
    const width = TO - FROM;
    if (this.#cache && this.#filled) {
      const size = { TEACHER_ROWS: this.#count, TEACHER_LOGITS: width, TEACHER_FROM: 0, CACHED: true };
      return { teacherLogits: this.#cache, size };
    }
    const BATCH = this.#task.batch;
    const LOGITS = this.#pass.sizes.at(-1)!.OUT;
    const teacherLogits = this.#pass.forward(this.#teacher, input, 1);
    if (this.#cache) {
      const batch = batchAt(this.#count, BATCH, step);
      this.#cpu.kernels.cacheLogits(
        { GROUPS: 1, BATCH, COUNT: this.#count, LOGITS, FROM, TO },
        { teacherLogits, order, cache: this.#cache },
      );
      this.#remember(batch);
    }
    return {
      teacherLogits,
      size: { TEACHER_ROWS: BATCH, TEACHER_LOGITS: LOGITS, TEACHER_FROM: FROM, CACHED: false },
    };
  }

  #remember({ first, rows }: Pick<BatchScalars, 'first' | 'rows'>): void {
    if (first === 0) this.#filling = true;
    this.#filled = this.#filling && first + rows >= this.#count;
  }
}
