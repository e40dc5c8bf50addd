/**
 * What monitoring asks of a Heed: `GET /metrics`, in Prometheus' text format. What this process did
 * is counted as it happens; what waits is asked of the database at each scrape, so that it is the
 * same whichever of several processes answers. No label holds a person or a word of theirs.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EffectKind } from './app/outbox-port.ts';
import type { Figures } from './app/store-port.ts';
import { within } from './app/within.ts';

export interface Metrics {
  /** A post was taken in; `taken` as ingest says it. */
  postTaken(source: string, taken: string): void;
  /** A press, dialog or command was acknowledged so long after it came, in ms. */
  acknowledged(kind: string, ms: number): void;
  /** An effect ended so long after it was due, in ms. */
  effectPerformed(kind: EffectKind, result: string, ms: number): void;
  /** A source answered a reply. */
  replied(source: string, outcome: string): void;
  /** The page. Never throws: without the database it says so and leaves out what waits. */
  text(): Promise<string>;
  readonly contentType: string;
}

interface MetricsOptions {
  /** The sources of the handbook, so that each shows from the start. */
  readonly sources: Iterable<string>;
  /** Rejects when the database does not answer. */
  readonly figures: () => Promise<Figures>;
}

/** A scrape waits ten seconds by default, and the rest of the page should still come. */
const FIGURES_MS = 3_000;

const FAST_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
const SLOW_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];

export function createMetrics({ sources, figures }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counted = createCounters(registers);
  const waiting = createGauges(registers);
  for (const source of sources) {
    counted.posts.inc({ source, taken: 'opened' }, 0);
    counted.posts.inc({ source, taken: 'logged' }, 0);
    counted.replies.inc({ source, outcome: 'done' }, 0);
  }
  return {
    contentType: registry.contentType,
    postTaken(source, taken) {
      counted.posts.inc({ source, taken });
      waiting.lastPost.set({ source }, Date.now() / 1000);
    },
    acknowledged: (kind, ms) => counted.acknowledgements.observe({ kind }, ms / 1000),
    effectPerformed: (kind, result, ms) =>
      counted.effects.observe({ kind, result }, Math.max(0, ms) / 1000),
    replied: (source, outcome) => counted.replies.inc({ source, outcome }),
    async text() {
      const found = await within(figures(), FIGURES_MS).catch(() => null);
      waiting.up.set(found === null ? 0 : 1);
      showFigures(waiting, found);
      return registry.metrics();
    },
  };
}

function createCounters(registers: Registry[]) {
  return {
    posts: new Counter({
      name: 'heed_posts_total',
      help: 'Posts that sources brought to this process, by what came of them.',
      labelNames: ['source', 'taken'],
      registers,
    }),
    replies: new Counter({
      name: 'heed_replies_total',
      help: 'Calls of this process that publish a reply, by how they ended.',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    acknowledgements: new Histogram({
      name: 'heed_acknowledgement_seconds',
      help: 'From the arrival of a press, dialog or command to its acknowledgement. Slack waits 3 s.',
      labelNames: ['kind'],
      buckets: FAST_S,
      registers,
    }),
    effects: new Histogram({
      name: 'heed_effect_seconds',
      help: 'From when an effect was due to when this process had performed it.',
      labelNames: ['kind', 'result'],
      buckets: SLOW_S,
      registers,
    }),
  };
}

function createGauges(registers: Registry[]) {
  const gauge = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Gauge<T>({ name, help, labelNames, registers });
  return {
    up: gauge('heed_database_up', 'Whether the database answered this scrape.', []),
    mentions: gauge('heed_mentions_open', 'Open mentions by where they stand.', ['status']),
    logged: gauge(
      'heed_mentions_logged_lately',
      'Mentions of the last seven days that are kept off the desk.',
      [],
    ),
    effects: gauge('heed_effects_waiting', 'Effects that are still to be performed.', ['kind']),
    failed: gauge('heed_effects_failed', 'Effects that were given up.', ['kind']),
    oldest: gauge(
      'heed_effects_oldest_seconds',
      'For how long the effect has been due that waits the longest.',
      ['kind'],
    ),
    blocked: gauge(
      'heed_lanes_blocked',
      'Channels, conversations, workspaces and sources that wait for somebody to mend something.',
      [],
    ),
    paused: gauge('heed_publishing_paused', 'Whether somebody stopped all publishing.', []),
    lastPost: gauge(
      'heed_source_last_post_timestamp_seconds',
      'When a source last brought a post to this process.',
      ['source'],
    ),
  };
}

/** What is no longer there must not go on being shown. */
function showFigures(gauges: ReturnType<typeof createGauges>, figures: Figures | null): void {
  for (const one of [gauges.mentions, gauges.effects, gauges.failed, gauges.oldest]) one.reset();
  gauges.blocked.remove();
  gauges.logged.remove();
  gauges.paused.remove();
  if (figures === null) return;
  for (const { status, count } of figures.mentions) gauges.mentions.set({ status }, count);
  for (const { kind, waiting, failed, oldestMs } of figures.effects) {
    gauges.effects.set({ kind }, waiting);
    gauges.failed.set({ kind }, failed);
    gauges.oldest.set({ kind }, oldestMs / 1000);
  }
  gauges.blocked.set(figures.blockedLanes);
  gauges.logged.set(figures.loggedLately);
  gauges.paused.set(figures.paused ? 1 : 0);
}
