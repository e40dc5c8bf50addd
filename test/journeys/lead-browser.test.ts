/** A call for help and a stop of all publishing, as people see them at a desk and on a telephone. */
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasChromium, stageInBrowser, type Visit, visit } from '../support/visit.ts';

const PATIENCE = { timeout: 15_000 };
const SIZES = [
  { width: 1440, height: 900 },
  { width: 400, height: 800 },
] as const;

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  const stage = stageInBrowser({ limits: 'slack' });

  const seen = (thing: Locator) => thing.first().waitFor(PATIENCE);

  async function open(size: (typeof SIZES)[number], who: string): Promise<Visit> {
    const desk = await visit(stage.browser, stage.house.sandbox.url, size);
    if (size.width === 400) await desk.page.getByRole('tab', { name: /^Workspace/ }).click();
    await desk.be(who);
    await desk.go('#care');
    return desk;
  }

  test.each(SIZES)('a key contact is called, and takes it over, $width wide', async (size) => {
    const text = `My lawyer will write to you, ${size.width}.`;
    stage.house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text });
    const desk = await open(size, 'Noor');
    const card = desk.card(text);
    await seen(card);
    await desk.press(card, 'More…');
    await desk.press(desk.dialog(/^More on/), 'Escalate');
    const dialog = desk.dialog(/^Escalate/);
    await dialog.getByLabel('What do they need to know?').fill('He names a lawyer.');
    expect(await desk.overhang()).toEqual([]);
    await desk.picture(`escalate-${size.width}`);
    await dialog.getByRole('button', { name: 'Escalate', exact: true }).click();
    await seen(card.filter({ hasText: 'Escalated to Sam' }));
    await desk.be('Sam');
    await desk.go('Heed');
    const call = desk.card(text);
    await seen(call.filter({ hasText: 'He names a lawyer.' }));
    expect(await desk.overhang()).toEqual([]);
    await desk.picture(`call-${size.width}`);
    await desk.press(call, 'Claim');
    await desk.go('#care');
    await seen(card.filter({ hasText: 'with Sam Botha' }));
    expect(desk.complaints).toEqual([]);
    await desk.page.close();
  });

  test.each(SIZES)('a lead stops publishing, and lets it go on, $width wide', async (size) => {
    const question = `How much is a stamp, ${size.width}?`;
    const answer = `Twelve rand, ${size.width}.`;
    stage.house.sandbox.square.post({ customer: 'u-2', postId: 'black-friday', text: question });
    const desk = await open(size, 'Sam');
    const card = desk.card(question);
    await seen(card);
    await desk.say('/heed pause');
    await seen(desk.card('Publishing is paused. 0 replies wait.'));
    await desk.press(card, 'Reply');
    const dialog = desk.dialog(/^Reply H-/);
    await dialog.getByLabel('Your reply').fill(answer);
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await seen(card.filter({ hasText: 'Waits: publishing is paused' }));
    expect(await desk.overhang()).toEqual([]);
    await desk.picture(`paused-${size.width}`);
    await desk.say('/heed resume');
    await seen(desk.card('1 reply that waited goes out now'));
    const { square } = stage.house.sandbox;
    await expect.poll(() => square.posts.map(({ text }) => text), PATIENCE).toContain(answer);
    await seen(card.filter({ hasText: /H-\d+ · answered/u }));
    expect(desk.complaints).toEqual([]);
    await desk.page.close();
  });
});
