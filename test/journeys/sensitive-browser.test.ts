/** What is sensitive as people see it in a browser, or don't: by a rule, and by a thumb's press. */
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasChromium, stageInBrowser, type Visit, visit } from '../support/visit.ts';

const PATIENCE = { timeout: 15_000 };
const PRIVATE = '#people-private';

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  const stage = stageInBrowser({ limits: 'slack' });

  const seen = (thing: Locator) => thing.first().waitFor(PATIENCE);

  const gone = (thing: Locator) => thing.waitFor({ ...PATIENCE, state: 'detached' });

  /** What an unclaimed card has no room for. */
  async function pressMore(at: Visit, card: Locator, label: string): Promise<void> {
    await at.press(card, 'More…');
    await at.press(at.dialog(/^More on/), label);
    await seen(at.page.getByText(`Done: ${label}.`));
    await at.page.getByRole('dialog').getByText('Close', { exact: true }).click();
  }

  test('a rule takes it to those who are named, and nobody else finds the channel', async () => {
    const { url } = stage.house.sandbox;
    const desk = await visit(stage.browser, url, { width: 1440, height: 900 });
    await desk.post('One of your employees bullied me. I work for you too.');
    await seen(desk.page.getByText('Heed has it'));
    await desk.be('Thandi');
    await desk.go(PRIVATE);
    const card = desk.card('bullied me');
    await seen(card.filter({ hasText: 'Sensitive' }));
    await desk.press(card, 'Claim');
    await seen(card.filter({ hasText: 'with Thandi' }));
    await desk.picture('sensitive-desk');
    await desk.be('Zanele');
    await gone(desk.channel(PRIVATE));
    await desk.go('#care');
    expect(await desk.card('bullied me').count()).toBe(0);
    expect(desk.complaints).toEqual([]);
  });

  test('an agent on a telephone hands it over, and an owner brings it back', async () => {
    const { square, url } = stage.house.sandbox;
    square.post({ customer: 'u-4', postId: 'new-courier', text: 'Your driver knows my address.' });
    const phone = await visit(stage.browser, url, { width: 400, height: 800 });
    await phone.page.getByRole('tab', { name: /^Workspace/ }).click();
    await phone.be('Kabelo');
    await phone.go('#deliveries');
    const open = phone.card('Your driver knows my address.');
    await seen(open);
    await pressMore(phone, open, 'Sensitive');
    const moved = phone.card('has moved.');
    await seen(moved);
    await gone(open);
    expect(await moved.getByRole('button', { name: 'Claim' }).count()).toBe(0);
    await phone.picture('moved-phone');
    await phone.be('Sam');
    await phone.go(PRIVATE);
    const card = phone.card('Your driver knows my address.');
    await seen(card);
    expect(await phone.overhang()).toEqual([]);
    await phone.picture('sensitive-phone');
    await pressMore(phone, card, 'Not sensitive');
    await seen(phone.card('Moved to Deliveries'));
    await phone.go('#deliveries');
    await seen(phone.card('Your driver knows my address.').filter({ hasText: 'unclaimed' }));
    expect(phone.complaints).toEqual([]);
  });
});
