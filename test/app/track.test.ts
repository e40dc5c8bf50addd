/** Adding by hand, on both databases: one mention for each link, whoever comes at the same time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTracker, type Sighting } from '../../src/app/track.ts';
import { PEOPLE, without } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  beforeAll(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
  });
  afterAll(() => open.close());

  const tracker = () => createTracker(() => intake.house, 'slack');
  let links = 0;
  const sighting = (change: Partial<Sighting> = {}): Sighting => {
    links += 1;
    return {
      link: `https://forum.example/t/${links}`,
      text: 'They never answer.',
      author: 'Tom Adler',
      department: 'deliveries',
      category: 'complaint',
      ...change,
    };
  };

  test('what is added is a mention with one post, by whoever added it', async () => {
    const given = sighting({ author: ' @tom ' });
    const tracked = await tracker().track(given, PEOPLE.sam);
    if (tracked.type !== 'added') throw new Error(tracked.type);
    const { mention, words } = await intake.see(tracked.mention.id);
    expect(mention).toMatchObject({
      source: 'manual',
      network: 'elsewhere',
      threadRoot: given.link,
      author: { externalId: given.link, handle: 'tom', name: 'tom' },
      department: 'deliveries',
      category: 'complaint',
      status: 'unclaimed',
      messages: [{ link: given.link, direction: 'inbound' }],
    });
    expect([...words.values()]).toEqual(['They never answer.']);
    const history = await open.store.history(mention.id, 0);
    expect(history.map(({ actor }) => actor)).toEqual([PEOPLE.sam.email, PEOPLE.sam.email]);
  });

  test('the handbook that decides says who may, and where to', async () => {
    const newest = intake.house.handbook();
    const deciding = {
      ...without(newest, 'sam'),
      departments: newest.departments.filter(({ id }) => id === 'care'),
    };
    const house = { ...intake.house, deciding: async () => deciding };
    const { track } = createTracker(() => house, 'slack');
    expect(await track(sighting(), PEOPLE.sam)).toMatchObject({
      type: 'refused',
      sentence: expect.stringContaining('not in the handbook'),
    });
    expect(await track(sighting(), PEOPLE.ana)).toMatchObject({
      type: 'refused',
      field: 'department',
    });
  });

  test('two at the same time make one mention, and the other is led to it', async () => {
    const { link } = sighting();
    const both = await Promise.all([
      tracker().track(sighting({ link }), PEOPLE.sam),
      tracker().track(sighting({ link: `${link}/#top` }), PEOPLE.ana),
    ]);
    const added = both.find((one) => one.type === 'added');
    const known = both.find((one) => one.type === 'known');
    expect(known).toMatchObject({ known: { ref: added?.mention.ref } });
    expect(await tracker().find(`${link}?utm_campaign=x`, PEOPLE.sam)).toMatchObject({
      ref: added?.mention.ref,
    });
  });

  test('what a source brought is known by its link', async () => {
    const link = 'https://acme.example/posts/7#c-7';
    const id = await intake.open({ externalId: 'c-7', link });
    const { ref } = (await intake.see(id)).mention;
    expect(await tracker().find(` ${link} `, PEOPLE.sam)).toMatchObject({ ref });
    expect(await tracker().track(sighting({ link }), PEOPLE.sam)).toMatchObject({
      type: 'known',
      known: { ref },
    });
    expect(await tracker().find('https://acme.example/posts/8', PEOPLE.sam)).toBeNull();
  });

  test.each<[Partial<Sighting>, keyof Sighting]>([
    [{ link: 'forum seven' }, 'link'],
    [{ text: '  ' }, 'text'],
    [{ author: ' ' }, 'author'],
    [{ department: 'nowhere' }, 'department'],
    [{ category: 'nothing' }, 'category'],
  ])('%j is refused at its field', async (change, field) => {
    const before = await open.query('select count(*)::int as count from mention');
    expect(await tracker().track(sighting(change), PEOPLE.sam)).toMatchObject({
      type: 'refused',
      field,
      sentence: expect.stringMatching(/^[A-Z].+\.$/),
    });
    expect(await open.query('select count(*)::int as count from mention')).toEqual(before);
  });

  test('the rules suggest where it goes, else the department of whoever adds it', () => {
    expect(tracker().suggest('It is broken.', PEOPLE.dora)).toEqual({
      department: 'care',
      category: 'complaint',
    });
    expect(tracker().suggest('Hm.', PEOPLE.dora)).toEqual({
      department: 'deliveries',
      category: null,
    });
    expect(tracker().suggest('Hm.', PEOPLE.adam)).toMatchObject({ department: 'care' });
  });
});
