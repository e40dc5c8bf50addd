import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonLink } from '../../src/app/people-port.ts';
import { NOON as NOW } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());

  const thandi: PersonLink = {
    surface: 'slack',
    tenant: 'T1',
    externalId: 'U1',
    email: 'thandi@acme.example',
    standing: 'member',
    checkedAt: NOW,
    usedAt: null,
  };

  test('a person is found by id and by address, within one workspace', async () => {
    await open.personLinks.save(thandi);
    expect(await open.personLinks.byExternalId('slack', 'T1', 'U1')).toEqual(thandi);
    expect(await open.personLinks.byEmail('slack', 'T1', 'thandi@acme.example')).toEqual(thandi);
    expect(await open.personLinks.byExternalId('slack', 'T2', 'U1')).toBeNull();
    expect(await open.personLinks.byEmail('slack', 'T2', 'thandi@acme.example')).toBeNull();
    expect(await open.personLinks.byExternalId('teams', 'T1', 'U1')).toBeNull();
  });

  test('what is known of a person is replaced by what was looked up later', async () => {
    await open.personLinks.save(thandi);
    const gone: PersonLink = { ...thandi, email: null, standing: 'gone', checkedAt: NOW + 1 };
    await open.personLinks.save(gone);
    expect(await open.personLinks.byExternalId('slack', 'T1', 'U1')).toEqual(gone);
    expect(await open.personLinks.byEmail('slack', 'T1', 'thandi@acme.example')).toBeNull();
  });

  test('of two accounts with one address, the one looked up last counts', async () => {
    await open.personLinks.save({ ...thandi, externalId: 'U2', checkedAt: NOW + 2 });
    await open.personLinks.save({ ...thandi, externalId: 'U1', checkedAt: NOW + 1 });
    const found = await open.personLinks.byEmail('slack', 'T1', 'thandi@acme.example');
    expect(found?.externalId).toBe('U2');
  });

  test('a setting is what was written last', async () => {
    expect(await open.store.readSetting('publishing')).toBeNull();
    await open.store.writeSetting('publishing', 'paused');
    await open.store.writeSetting('publishing', 'running');
    expect(await open.store.readSetting('publishing')).toBe('running');
  });
});
