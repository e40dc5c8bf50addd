/** The week's figures as people see them in a browser, wide and on a telephone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillLastWeek } from '../support/last-week.ts';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import { hasChromium, openBrowser, visit } from '../support/visit.ts';

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  let house: PostgresHouse;
  let browser: Browser;
  beforeAll(async () => {
    [house, browser] = await Promise.all([openPostgresHouse({ limits: 'slack' }), openBrowser()]);
    await fillLastWeek(house);
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  test('a lead opens the missed, follows one to its card, and shares the week', async () => {
    const desk = await visit(browser, house.sandbox.url, { width: 1440, height: 900 });
    await desk.be('Sam');
    await desk.go('#general');
    await desk.say('/heed stats');
    const figures = desk.card('33 in').first();
    await figures.getByRole('button', { name: 'Show' }).waitFor();
    await figures.getByRole('figure').getByText('First replies').waitFor();
    await desk.picture('stats-desk');
    await figures.getByRole('button', { name: 'Show' }).click();
    const list = desk.card('Missed in week');
    await list.getByText('H-2021').waitFor();
    await desk.picture('stats-missed-desk');
    await desk.press(list, 'Earlier');
    await list.getByRole('link', { name: 'H-1000' }).waitFor();
    await desk.press(figures, 'Share here');
    await desk.card('Shared by Sam Botha').waitFor();
    await desk.picture('stats-shared-desk');
    expect(desk.complaints).toEqual([]);
  });

  test('on a telephone nothing sticks out', async () => {
    const phone = await visit(browser, house.sandbox.url, { width: 400, height: 800 });
    await phone.page.getByRole('tab', { name: /^Workspace/ }).click();
    await phone.be('Lindiwe');
    await phone.go('#care');
    await phone.say('/heed stats last week care');
    const figures = phone.card('33 in');
    await figures.getByRole('button', { name: 'Share here' }).waitFor();
    expect(await phone.overhang()).toEqual([]);
    await phone.picture('stats-phone');
    await phone.press(figures, 'Show');
    await phone.card('Missed in week').getByText('H-2020').waitFor();
    expect(await phone.overhang()).toEqual([]);
    await phone.picture('stats-missed-phone');
    expect(phone.complaints).toEqual([]);
  });
});
