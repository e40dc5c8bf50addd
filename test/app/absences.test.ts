/** Somebody goes away and comes back: what is kept of it, and what follows from it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAbsences } from '../../src/app/absences.ts';
import { perform } from '../../src/app/perform.ts';
import { type Surface, SurfaceFault } from '../../src/app/surface-port.ts';
import { tick } from '../../src/app/tick.ts';
import { missPerson } from '../../src/app/unreachable.ts';
import { PEOPLE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { aDraftsman } from '../support/draftsman.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

const PLACE = { surface: 'slack', tenant: 'T1' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MORNING = [{ from: 0, to: 60 }];

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;

  beforeEach(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
  });
  afterEach(() => open.close());

  const absences = () => createAbsences(() => intake.house);
  const goAway = (typed: string, who: 'sam' | 'rita' = 'sam') =>
    absences().goAway(typed, PEOPLE[who], PLACE);
  const isAway = async () => (await absences().standing()).map(({ email }) => email);

  async function until(typed: string): Promise<number | null> {
    const gone = await goAway(typed);
    if (!gone.ok) throw new Error(gone.sentence);
    return gone.until;
  }

  /** The keys of what waits in the outbox for messages of this kind. */
  async function shows(of: string): Promise<readonly string[]> {
    const rows = await open.query(
      `select place from outbox join surface_message on id = target
       where surface_message.kind = '${of}' and outbox.kind = 'show' order by place`,
    );
    return rows.map(({ place }) => String(place));
  }

  test('saying it again changes the end, and saying it badly changes nothing', async () => {
    const first = await until('for 2h');
    expect(first).toBe(intake.house.now() + 2 * HOUR);
    expect(await until('')).toBeNull();
    for (const typed of ['yesterday', 'banana', 'until 2030-01-01']) {
      expect(await goAway(typed)).toMatchObject({ ok: false });
    }
    expect(await absences().standing()).toEqual([{ email: PEOPLE.sam.email, until: null }]);
    const second = await until('until tomorrow 14:00');
    expect(await absences().standing()).toEqual([{ email: PEOPLE.sam.email, until: second }]);
  });

  test('it ends when they say so, once', async () => {
    const mention = await intake.open();
    await intake.do(mention, { type: 'claim' });
    await goAway('');
    expect(await absences().comeBack(PEOPLE.sam, PLACE)).toBe(
      'You are back. 1 of yours is open: /heed mine',
    );
    expect(await isAway()).toEqual([]);
    expect(await absences().comeBack(PEOPLE.sam, PLACE)).toContain('You are not away.');
  });

  test('it ends by itself, and the card is drawn anew', async () => {
    const mention = await intake.open();
    await intake.do(mention, { type: 'claim' });
    await open.query("update surface_message set channel = 'C1', ts = '1.0' where kind = 'card'");
    await open.query('delete from outbox');
    await goAway('for 2h');
    expect(await shows('card')).toEqual(['#care']);
    await open.query('delete from outbox');
    intake.wait(HOUR);
    await tick(intake.house);
    expect(await shows('card')).toEqual([]);
    intake.wait(HOUR);
    expect(await isAway()).toEqual([]);
    await tick(intake.house);
    expect(await shows('card')).toEqual(['#care']);
    expect(await open.query('select email from absence')).toEqual([]);
    expect(await absences().comeBack(PEOPLE.sam, PLACE)).toContain('You are not away.');
  });

  test('whoever goes away reads what they hold, with how many they can hand back', async () => {
    const drafted = await intake.open({ externalId: 'a' });
    await intake.do(drafted, { type: 'claim' });
    await intake.do(drafted, { type: 'save_draft', text: 'We are' });
    const reviewed = await intake.open({ externalId: 'b', text: 'A broken vase.' });
    await intake.submit(reviewed);
    const gone = await goAway('until monday');
    if (!gone.ok) throw new Error(gone.sentence);
    expect(gone.held.lines.map(({ card }) => [card.status, card.saved])).toEqual([
      ['claimed', true],
      ['in_review', false],
    ]);
    expect(gone.handable).toBe(1);
  });

  test('a claim of theirs is anybody’s at the next stage of its deadline, and told once', async () => {
    const mention = await intake.open();
    await intake.do(mention, { type: 'claim' });
    await goAway('until tomorrow 23:00');
    expect((await intake.see(mention)).mention.status).toBe('claimed');
    intake.wait(13 * HOUR);
    await tick(intake.house);
    await tick(intake.house);
    expect((await intake.see(mention)).mention.status).toBe('unclaimed');
    const history = await open.store.history(mention, 0);
    const after = history.map(({ event }) => event.type).slice(history.length - 2);
    expect(after).toEqual(['returned', 'deadline_neared']);
    expect(await shows('reminder')).toEqual([]);
  });

  test('a claim that was missed before they went is anybody’s at the next tick, or at the opening', async () => {
    const mention = await intake.open();
    await intake.do(mention, { type: 'claim' });
    intake.wait(25 * HOUR);
    await tick(intake.house);
    const handbook = intake.house.handbook();
    const status = async () => (await intake.see(mention)).mention.status;
    const opening = Math.ceil(intake.house.now() / DAY) * DAY;
    const hours = { zone: 'UTC', week: Array.from({ length: 7 }, () => MORNING) };
    const closed = handbook.departments.map((one) => ({
      ...one,
      hours: { ...hours, special: () => null },
    }));
    intake.follow({ ...handbook, departments: closed });
    await goAway('');
    expect(await tick(intake.house)).toBe(1);
    expect([await status(), await tick(intake.house)]).toEqual(['claimed', 0]);
    intake.wait(opening - intake.house.now());
    expect([await tick(intake.house), await status()]).toEqual([1, 'unclaimed']);
    const told = (await open.store.history(mention, 0)).at(-1)?.event.type;
    expect([told, await tick(intake.house)]).toEqual(['returned', 0]);
  });

  test('a missed draft that falls back to them is anybody’s at the next tick', async () => {
    const mention = await intake.open({ text: 'A broken vase.' });
    const { draft, heard } = await intake.submit(mention);
    intake.wait(25 * HOUR);
    await tick(intake.house);
    await goAway('');
    await tick(intake.house);
    const seen = { version: draft?.versions.length ?? 0, heard };
    await intake.do(mention, { type: 'request_changes', seen, reason: 'Say sorry.' }, 'rita');
    expect(await tick(intake.house)).toBe(1);
    expect((await intake.see(mention)).mention.status).toBe('unclaimed');
  });

  test('a submit asks nobody away, a call passes over them, and no news waits for them', async () => {
    await absences().goAway('', PEOPLE.rita, PLACE);
    await absences().goAway('', PEOPLE.lena, PLACE);
    const mention = await intake.open({ text: 'A broken vase.' });
    await intake.submit(mention);
    expect(await shows('review')).toEqual([`@${PEOPLE.ravi.email}`]);
    const called = await intake.do(mention, { type: 'escalate', reason: 'He is a lawyer.' });
    expect(called.escalation?.to).toBe(PEOPLE.adam.email);
    const plain = await intake.open({ externalId: 'plain' });
    await intake.do(plain, { type: 'claim' });
    await goAway('');
    await intake.take({ externalId: 'again', parentId: 'plain', text: 'Hello?' });
    expect((await intake.see(plain)).mention.owner).toBeNull();
  });

  test('what somebody claims while they are away is theirs', async () => {
    await goAway('');
    const mention = await intake.open();
    await intake.do(mention, { type: 'claim' });
    expect((await intake.see(mention)).mention.owner).toBe(PEOPLE.sam.email);
  });

  test('a draft that waits is asked of the others as soon as a reviewer goes away', async () => {
    const mention = await intake.open({ text: 'A broken vase.' });
    await intake.submit(mention);
    const asked = () => shows('review');
    expect(await asked()).toEqual(
      ['rita', 'ravi', 'lena'].map((one) => `@${one}@acme.example`).toSorted(),
    );
    for (const who of ['rita', 'ravi', 'lena'] as const) {
      await absences().goAway('', PEOPLE[who], PLACE);
    }
    expect(await asked()).toContain('@adam@acme.example');
  });

  describe('somebody who cannot be written to', () => {
    const nobody = new SurfaceFault('Slack knows no member with the address sam@acme.example.', {
      type: 'unreachable',
    });

    /** Performs all that waits, on a surface that knows Sam no more. */
    async function performAll(): Promise<void> {
      const { surface } = aDraftsman();
      const forgetful: Surface = {
        ...surface,
        post: async (place, ...rest) =>
          place === `@${PEOPLE.sam.email}` ? Promise.reject(nobody) : surface.post(place, ...rest),
        postLine: async () => undefined,
      };
      const performer = { ...intake.house, surfaces: () => [forgetful], sources: () => null };
      for (;;) {
        const effect = await open.outbox.claim(intake.house.now(), 60_000);
        if (effect === null) break;
        const result = await perform(performer, effect);
        await open.outbox.finish(effect, result, intake.house.now());
      }
    }

    async function notices(): Promise<readonly string[]> {
      const rows = await open.query(
        "select subject, place from surface_message where kind = 'notice'",
      );
      return rows.map(({ subject, place }) => `${subject} ${place}`);
    }

    test('gives back what is due of theirs, nothing else, and the admins hear of it once', async () => {
      const due = await intake.open({ externalId: 'a' });
      await intake.do(due, { type: 'claim' });
      await intake.do(due, { type: 'save_draft', text: 'We are' });
      intake.wait(11 * HOUR);
      const fresh = await intake.open({ externalId: 'b', postedAt: intake.house.now() });
      await intake.do(fresh, { type: 'claim' });
      intake.wait(2 * HOUR);
      await tick(intake.house);
      await performAll();
      const { mention } = await intake.see(due);
      expect([mention.status, mention.draft?.saved === null]).toEqual(['unclaimed', false]);
      expect((await intake.see(fresh)).mention.owner).toBe(PEOPLE.sam.email);
      expect(await notices()).toEqual(['unreachable:sam@acme.example @adam@acme.example']);
      await performAll();
      intake.wait(11 * HOUR);
      await tick(intake.house);
      await performAll();
      expect((await intake.see(fresh)).mention.status).toBe('unclaimed');
      expect(await notices()).toHaveLength(1);
      for (const one of [due, fresh]) {
        const history = await open.store.history(one, 0);
        expect(history.filter(({ event }) => event.type === 'returned')).toHaveLength(1);
      }
    });

    test('on one of two surfaces keeps what is theirs, until the other can’t reach them either', async () => {
      const due = await intake.open();
      await intake.do(due, { type: 'claim' });
      intake.wait(13 * HOUR);
      await tick(intake.house);
      const places = () => ['slack', 'teams'].map((surface) => ({ surface, tenant: 'T1' }));
      const miss = async () => {
        const { email } = PEOPLE.sam;
        const [reminder] = await open.store.transaction((tx) =>
          tx.surfaceMessages('reminder', email),
        );
        if (reminder === undefined) throw new Error('nobody was reminded');
        const missed = await missPerson({ ...intake.house, places }, reminder, 'why');
        return [missed, reminder.surface, (await intake.see(due)).mention.owner];
      };
      expect(await miss()).toEqual(['moved', 'slack', PEOPLE.sam.email]);
      expect(await notices()).toContain('unreachable:slack:sam@acme.example @adam@acme.example');
      expect(await miss()).toEqual(['missed', 'teams', null]);
    });
  });
});
