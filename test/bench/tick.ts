/**
 * The clock's look at what is due, among 1,000,000 stored mentions against among 1,000: with nothing
 * due, and with 100 due that it tells of.
 *
 * A tenth of all has a clock that matters later, so that the index of what is due grows with the
 * store. The hundred came in like any others; before each look their clocks are set back, so that
 * it is the same look each time.
 */
import postgres from 'postgres';
import { tick } from '../../src/app/tick.ts';
import { openStore } from '../../src/store/open.ts';
import { aHandbook } from '../support/cast.ts';
import { intakeInto } from '../support/intake.ts';
import type { Figure } from './figure.ts';
import { compare, median } from './rounds.ts';
import type { Stage } from './stage.ts';

const FEW = 1_000;
const MANY = 1_000_000;
const DUE = 100;
const ROUNDS = 9;
const IDLE_LOOKS = 200;
const HOUR_MS = 3_600_000;

interface Clock {
  /** With nothing due: the median of many looks, in ms. */
  idle(): Promise<number>;
  /** With a hundred due, in ms. */
  due(): Promise<number>;
}

export async function measureTick(stage: Stage): Promise<readonly Figure[]> {
  const few = await openClock(stage, FEW);
  const many = await openClock(stage, MANY);
  const goal = { is: 'below', ratio: 1.2 } as const;
  const figures: Figure[] = [];
  for (const what of ['idle', 'due'] as const) {
    const compared = await compare({ rounds: ROUNDS, baseline: few[what], value: many[what] });
    figures.push({ name: `tick-${what}`, unit: 'ms', ...compared, goal, wrong: [] });
  }
  return figures;
}

async function openClock(stage: Stage, stored: number): Promise<Clock> {
  const databaseUrl = await stage.filled(stored);
  const client = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  stage.after(() => client.end());
  await client`update mention set next_due_at = '2030-01-01' where right(id, 1) = '7'`;
  const opened = await openStore({ databaseUrl });
  const close = () => opened.store.close();
  stage.after(close);
  const query = async (text: string) => [...(await client.unsafe(text))];
  const intake = intakeInto({ ...opened, databaseUrl, query, close });
  const handbook = aHandbook();
  intake.follow({
    ...handbook,
    sla: { ...handbook.sla, targets: { first_reply_time: 2 * HOUR_MS } },
  });
  for (let n = 0; n < DUE; n += 1) {
    const author = { externalId: `due-${n}`, handle: `due-${n}`, name: `Due ${n}`, followers: 1 };
    await intake.open({ externalId: `due-${n}`, postedAt: intake.house.now() }, { author });
  }
  await client`vacuum analyze`;
  intake.wait(1.5 * HOUR_MS);
  const look = async (wanted: number) => {
    const begun = performance.now();
    const looked = await tick(intake.house);
    if (looked !== wanted) throw new Error(`${looked} were due instead of ${wanted}`);
    return performance.now() - begun;
  };
  await look(DUE);
  return {
    async idle() {
      const times: number[] = [];
      for (let n = 0; n < IDLE_LOOKS; n += 1) times.push(await look(0));
      return median(times);
    },
    async due() {
      const told = client`select id from mention where author_handle like 'due-%'`;
      await client`update sla_instance set state = 'pending', warned = 0
        where metric = 'first_reply_time' and mention in (${told})`;
      await client`update mention set next_due_at = '2026-11-21' where id in (${told})`;
      return await look(DUE);
    },
  };
}
