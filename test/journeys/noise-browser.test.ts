/** Noise as people see it in a browser: a like is sent, found, restored; a troll is muted by thumb. */
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasChromium, stageInBrowser, visit } from '../support/visit.ts';

const PATIENCE = { timeout: 15_000 };

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  const stage = stageInBrowser({ limits: 'slack' });

  const seen = (thing: Locator) => thing.first().waitFor(PATIENCE);

  test('a newcomer sends a like, and finds and restores it', async () => {
    const desk = await visit(stage.browser, stage.house.sandbox.url, { width: 1440, height: 900 });
    await desk.page.getByLabel('Kind of post').selectOption('like');
    await desk.page.getByRole('button', { name: 'Post', exact: true }).click();
    await seen(desk.page.getByText('likes this'));
    await seen(desk.page.getByText('Heed has it'));
    await desk.be('Sam');
    await desk.go('#care');
    await desk.say('/heed logged');
    const list = desk.card('Kept off the desk in the last 7 days: 1 (like 1)');
    await seen(list);
    await desk.picture('logged-desk');
    await list.getByRole('button', { name: 'Restore' }).click();
    await seen(desk.card('is back on the desk'));
    await seen(desk.card('Like, no words'));
    expect(desk.complaints).toEqual([]);
  });

  test('a lead mutes a troll on a telephone, and ends it there', async () => {
    stage.house.sandbox.square.post({
      customer: 'u-4',
      postId: 'black-friday',
      text: 'You are idiots.',
    });
    const phone = await visit(stage.browser, stage.house.sandbox.url, { width: 400, height: 800 });
    await phone.page.getByRole('tab', { name: /^Workspace/ }).click();
    await phone.be('Sam');
    await phone.go('#care');
    const card = phone.card('You are idiots.');
    await seen(card);
    await phone.press(card, 'More…');
    await phone.press(phone.dialog(/^More on/), 'Mute author');
    const dialog = phone.dialog('Mute author');
    await dialog.getByLabel('Why?').fill('Insults everybody who answers.');
    await dialog.getByLabel('1 week').check();
    expect(await phone.overhang()).toEqual([]);
    await phone.picture('mute-phone');
    await dialog.getByRole('button', { name: 'Mute', exact: true }).click();
    await seen(card.filter({ hasText: 'Muted until' }).filter({ hasText: 'Insults everybody' }));
    await phone.say('/heed logged');
    const list = phone.card('is muted until');
    await seen(list);
    expect(await phone.overhang()).toEqual([]);
    await phone.picture('logged-phone');
    await list.getByRole('button', { name: 'Unmute' }).click();
    await seen(phone.card('is not muted any more'));
    expect(phone.complaints).toEqual([]);
  });
});
