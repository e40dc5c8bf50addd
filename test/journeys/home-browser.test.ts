/** The Home tab and the lists as people see them, at a desk and on a telephone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { STAFF, staffOf } from '../support/staff.ts';
import { hasChromium, openBrowser, visit } from '../support/visit.ts';

const PATIENCE = { timeout: 15_000 };

/** One line each; the two at the end go to the other department. */
const POSTS = [
  'My vase arrived broken, and nobody answers the phone. I have tried three times since Monday.',
  'You asked for a photo of the damaged box. Where do I send it?',
  'Are you open on Sunday?',
  'Love it! The new shop is brilliant.',
  'My parcel never arrived.',
  'The courier was late again.',
] as const;

describe.runIf(hasChromium())('the Home tab in a browser', { timeout: 90_000 }, () => {
  let house: House;
  let browser: Browser;

  beforeAll(async () => {
    house = await openHouse();
    browser = await openBrowser();
    const staff = staffOf(house.sandbox);
    for (const [n, text] of POSTS.entries()) {
      house.sandbox.square.post({ customer: `u-${1 + (n % 5)}`, postId: 'black-friday', text });
      await staff.card(n < 4 ? 'care' : 'deliveries', text);
    }
    const { ts } = await staff.card('care', 'Where do I send it?');
    await staff.press('sam', 'care', ts, 'Reply');
    await staff.dialog('sam', 'Your reply');
    await staff.type('sam', 'Sorry, Tom. Please send the photo to care@acme.example. Sam');
    await staff.submit('sam');
    await staff.card('care', 'in review');
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  test.each([
    { name: 'home', width: 1440, height: 900, who: 'Lindiwe', post: 'My vase arrived broken' },
    { name: 'home-phone', width: 400, height: 800, who: 'Thandi', post: 'Are you open on Sunday?' },
  ])('at $width pixels a line is claimed there and moves', async (given) => {
    const { name, width, height, who, post } = given;
    const seat = await visit(browser, house.sandbox.url, { width, height });
    const { page } = seat;
    if (width < 900) await page.getByRole('tab', { name: /^Workspace/ }).click();
    await seat.be(who);
    await seat.go('Home');
    const home = page.getByRole('region', { name: 'Home' });
    await home.getByRole('heading', { name: /^Unclaimed in my departments/ }).waitFor(PATIENCE);
    await home.getByText(post).waitFor(PATIENCE);
    expect(await seat.overhang()).toEqual([]);
    await seat.picture(`${name}-before`);

    const rows = home.locator('.block');
    const at = await rows.evaluateAll(
      (nodes, text) => nodes.findIndex((node) => node.textContent?.includes(text)),
      post,
    );
    await rows
      .nth(at + 1)
      .getByRole('button', { name: 'Claim' })
      .click();
    await home.getByRole('heading', { name: 'Mine (1)' }).waitFor(PATIENCE);
    await home.getByRole('button', { name: 'Release' }).waitFor(PATIENCE);
    expect(await seat.overhang()).toEqual([]);
    await seat.picture(name);

    await home
      .getByRole('link', { name: /^H-\d+$/ })
      .first()
      .click();
    await seat.card(post).filter({ hasText: 'with ' }).first().waitFor(PATIENCE);
    await seat.say('/heed queue');
    const answer = seat.card('Only visible to you').filter({ hasText: 'In hand in' });
    await answer.waitFor(PATIENCE);
    expect(await seat.overhang()).toEqual([]);
    await seat.picture(`${name}-queue`);
    expect(seat.complaints).toEqual([]);
    await page.close();
  });

  test('a refusal stands in a dialog over the tab, and the admin sees the sources', async () => {
    const seat = await visit(browser, house.sandbox.url, { width: 1440, height: 900, dark: true });
    await seat.be('Zanele');
    await seat.go('Home');
    const home = seat.page.getByRole('region', { name: 'Home' });
    await home.getByRole('heading', { name: 'Sources and problems' }).waitFor(PATIENCE);
    await home.getByText('The new shop is brilliant.').waitFor(PATIENCE);
    const staff = staffOf(house.sandbox);
    const { ts } = await staff.card('care', 'The new shop is brilliant.');
    await staff.press('noor', 'care', ts, 'Claim');
    await staff.card('care', 'with Noor Patel');
    const rows = home.locator('.block');
    const at = await rows.evaluateAll((nodes) =>
      nodes.findIndex((node) => node.textContent?.includes('The new shop is brilliant.')),
    );
    await rows
      .nth(at + 1)
      .getByRole('button', { name: 'Claim' })
      .click();
    const dialog = seat.dialog('Heed');
    await dialog.getByText('Noor Patel has had this').waitFor(PATIENCE);
    await seat.picture('home-refusal');
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await home.getByText('The new shop is brilliant.').waitFor({ state: 'hidden', ...PATIENCE });
    expect(seat.complaints).toEqual([]);
    expect(house.sandbox.workspace.home(STAFF.zanele)).not.toBeNull();
  });
});
