/** The Home tab, the lists, and what an admin is told, as people see them at a desk and on a telephone. */
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { staffOf } from '../support/staff.ts';
import { DESK, hasChromium, PHONE, SIZES, seen, stageInBrowser } from '../support/visit.ts';

/** One line each; the two at the end go to the other department. */
const POSTS = [
  'My vase arrived broken, and nobody answers the phone. I have tried three times since Monday.',
  'You asked for a photo of the damaged box. Where do I send it?',
  'Are you open on Sunday?',
  'Love it! The new shop is brilliant.',
  'My parcel never arrived.',
  'The courier was late again.',
] as const;

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  const stage = stageInBrowser();

  beforeAll(async () => {
    const { sandbox } = stage.house;
    const staff = staffOf(sandbox);
    for (const [n, text] of POSTS.entries()) {
      sandbox.square.post({ customer: `u-${1 + (n % 5)}`, postId: 'black-friday', text });
      await staff.card(n < 4 ? 'care' : 'deliveries', text);
    }
    const { ts } = await staff.card('care', 'Where do I send it?');
    await staff.press('sam', 'care', ts, 'Reply');
    await staff.dialog('sam', 'Your reply');
    await staff.type('sam', 'Sorry, Tom. Please send the photo to care@acme.example. Sam');
    await staff.submit('sam');
    await staff.card('care', 'in review');
  });

  /** The row of buttons under the line that says this. */
  async function buttonsUnder(home: Locator, saying: string): Promise<Locator> {
    await seen(home.getByText(saying));
    const rows = home.locator('.block');
    const at = await rows.evaluateAll(
      (nodes, text) => nodes.findIndex((node) => node.textContent?.includes(text)),
      saying,
    );
    return rows.nth(at + 1);
  }

  test.each([
    { ...DESK, who: 'Lindiwe', post: 'My vase arrived broken' },
    { ...PHONE, who: 'Thandi', post: 'Are you open on Sunday?' },
  ])('a line is claimed on the Home tab and moves, $width wide', async (given) => {
    const { width, who, post } = given;
    const seat = await stage.sit(given);
    const { page } = seat;
    await seat.be(who);
    await seat.go('Home');
    const home = page.getByRole('region', { name: 'Home' });
    await seen(home.getByRole('heading', { name: /^Unclaimed in my departments/ }));
    const buttons = await buttonsUnder(home, post);
    expect(await seat.overhang()).toEqual([]);
    await seat.picture(`home-before-${width}`);
    await buttons.getByRole('button', { name: 'Claim' }).click();
    await seen(home.getByRole('heading', { name: 'Mine (1)' }));
    await seen(home.getByRole('button', { name: 'Release' }));
    expect(await seat.overhang()).toEqual([]);
    await seat.picture(`home-${width}`);
    await home
      .getByRole('link', { name: /^H-\d+$/ })
      .first()
      .click();
    await seen(seat.card(post).filter({ hasText: 'with ' }));
    await seat.say('/heed queue');
    await seen(seat.card('Only visible to you').filter({ hasText: 'In hand in' }));
    expect(await seat.overhang()).toEqual([]);
    await seat.picture(`queue-${width}`);
  });

  test('a refusal stands in a dialog over the tab, and the admin sees the sources', async () => {
    const seat = await stage.sit({ ...DESK, dark: true });
    await seat.be('Zanele');
    await seat.go('Home');
    const home = seat.page.getByRole('region', { name: 'Home' });
    await seen(home.getByRole('heading', { name: 'Sources and problems' }));
    const post = 'The new shop is brilliant.';
    const buttons = await buttonsUnder(home, post);
    const staff = staffOf(stage.house.sandbox);
    const { ts } = await staff.card('care', post);
    await staff.press('noor', 'care', ts, 'Claim');
    await staff.card('care', 'with Noor Patel');
    await buttons.getByRole('button', { name: 'Claim' }).click();
    const dialog = seat.dialog('Heed');
    await seen(dialog.getByText('Noor Patel has had this'));
    await seat.picture('home-refusal');
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await home.getByText(post).waitFor({ state: 'hidden' });
  });

  test.each(SIZES)('a handbook that is not taken is put right, $width wide', async (size) => {
    const { house } = stage;
    const { width } = size;
    const text = `The driver never came, ${width}.`;
    house.sandbox.square.post({ customer: 'u-1', postId: 'new-courier', text });
    const seat = await stage.sit(size);
    await seat.be('Zanele');
    await seat.go('#deliveries');
    await seen(seat.card(text));
    const ref = /H-\d+/.exec((await seat.card(text).textContent()) ?? '')?.[0] ?? 'no reference';
    await house.saveHandbook((handbook) =>
      handbook
        .replace('role: trainee', `role: intern-${width}`)
        .replace('default_department: care', 'default_department: sales'),
    );
    await seat.go('Heed');
    const mistaken = seat.card(`intern-${width}`);
    await seen(mistaken.filter({ hasText: 'The handbook did not change' }));
    await seen(mistaken.filter({ hasText: /handbook\.yaml:\d+ .*"sales".*goes on as it was/s }));
    expect(await seat.overhang()).toEqual([]);
    await seat.picture(`handbook-mistakes-${width}`);
    await house.saveHandbook(withoutDeliveries);
    const dropped = seat.card('"Deliveries" (deliveries) is not in it any more');
    await seen(dropped.filter({ hasText: ref }).filter({ hasText: 'Transfer or close them' }));
    expect(await seat.overhang()).toEqual([]);
    await seat.picture(`handbook-dropped-${width}`);
    await seat.go('#deliveries');
    await seen(seat.card(text));
    expect(await seat.card(text).textContent()).not.toContain(`Grievance ${width}`);
    await house.saveHandbook((handbook) =>
      handbook.replace('complaint: { ', `complaint: { name: Grievance ${width}, `),
    );
    await seen(seat.card(text).filter({ hasText: `Grievance ${width} · Deliveries` }));
    expect(await seat.overhang()).toEqual([]);
    await seat.picture(`handbook-right-${width}`);
  });
});

function withoutDeliveries(handbook: string): string {
  return handbook
    .replace(/ {2}deliveries:\n.*\n.*\n/, '')
    .replace(/ {2}- \{ name: Kabelo.*\n/, '')
    .replaceAll('[care, deliveries]', '[care]')
    .replaceAll('department: deliveries', 'department: care');
}
