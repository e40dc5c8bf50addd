/** What the use cases need of the outbox: where effects wait until they are performed. */
import type { Instant } from '../core/mention.ts';

export type EffectKind = 'show' | 'story' | 'publish';

export interface EffectRequest {
  /** One row per key. */
  readonly key: string;
  readonly kind: EffectKind;
  /** A surface message's id, or a version's. */
  readonly target: string;
  /** Effects of one lane run one after the other. */
  readonly lane: string;
  /** What blocks all its lanes at once: the workspace, or the source. */
  readonly parent: string;
  /** Lower goes first: due time plus patience, in ms. */
  readonly rank: Instant;
  readonly dueAt: Instant;
  /** Until then it waits for what else the clock brings, and goes once the clock has looked at all. */
  readonly gathers?: boolean;
}

export interface ClaimedEffect {
  readonly key: string;
  readonly kind: EffectKind;
  readonly target: string;
  readonly lane: string;
  readonly generation: number;
  readonly dueAt: Instant;
  /** As it was requested. */
  readonly rank: Instant;
  /** How often it failed before. */
  readonly attempts: number;
  /** Whoever finishes must still hold it. */
  readonly lease: string;
}

export type EffectResult =
  | { readonly type: 'done' }
  /**
   * Waits its turn again; a failure counts towards `attempts`. `lane` rests the whole lane, and
   * `patient` whatever stands back in it, so that not each of them asks for itself.
   */
  | {
      readonly type: 'again';
      readonly at: Instant;
      readonly failure: string | null;
      readonly rests: 'effect' | 'lane' | 'patient';
    }
  | { readonly type: 'dead'; readonly error: string }
  /** The lane, or all lanes of its parent, wait for somebody to mend something; probed at `at`. */
  | {
      readonly type: 'blocked';
      readonly scope: 'lane' | 'parent';
      readonly error: string;
      readonly at: Instant;
    };

export interface Outbox {
  /** Leases the most urgent ready lane's most urgent due effect; null when nothing is due. */
  claim(now: Instant, leaseMs: number): Promise<ClaimedEffect | null>;
  /** Does nothing when the lease was lost meanwhile; answers whether it still held. */
  finish(effect: ClaimedEffect, result: EffectResult, now: Instant): Promise<boolean>;
  /** When the next effect becomes due that nobody has leased; null when none waits. */
  nextDue(now: Instant): Promise<Instant | null>;
  /** Somebody mended something: the parent's blocked lanes are tried now, not at their next probe. */
  probe(parent: string, now: Instant): Promise<void>;
  /** Calls back whenever effects were enqueued, by this process or another. */
  onEnqueued(listener: () => void): Promise<() => Promise<void>>;
  /**
   * Takes one call from a budget shared by all processes; answers 0, or how many ms to wait
   * (nothing is taken then).
   */
  takeBudget(key: string, budget: Budget, now: Instant): Promise<number>;
}

/** One call every `everyMs` on average, `burst` at once. */
export interface Budget {
  readonly everyMs: number;
  readonly burst: number;
  /** So many of the burst this call leaves to others; none when left out. */
  readonly leaves?: number;
}
