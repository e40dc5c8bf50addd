/** A person at the sandbox's page in a real Chromium: what they see by its labels, roles and words. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { HouseOptions } from './house.ts';
import { openPostgresHouse, type PostgresHouse } from './postgres-house.ts';

const CHROMIUM = '/usr/bin/chromium';
export const NO_CHROMIUM = `There is no Chromium at ${CHROMIUM} (on Debian: apt-get install chromium).`;

/** On a busy machine a redraw may take its time. */
const PATIENCE_MS = 20_000;
/** In pixels, less a rounding. */
const THUMB = 43.5;
/** As in the page's style sheet. */
const ONE_SIDE_BELOW = 900;
/** Long enough that no click on a busy machine is cut short. */
const AT_ONCE = { timeout: 5_000 };

export function hasChromium(): boolean {
  return existsSync(CHROMIUM);
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface VisitOptions {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
}

export const DESK: VisitOptions = { width: 1440, height: 900 };
export const PHONE: VisitOptions = { width: 400, height: 800 };
/** Every journey is made at each of them, with words of its own: they share a house. */
export const SIZES = [DESK, PHONE] as const;

/** A house and a browser for the tests of a block, opened before them and closed after them. */
export interface BrowserStage {
  readonly house: PostgresHouse;
  /** The open window of this size, as the test before left it; a new one after a failure. */
  sit(size: VisitOptions): Promise<Visit>;
}

/** Replies go out at once, unless the options say otherwise. */
export function stageInBrowser(options: HouseOptions = {}): BrowserStage {
  let stage: { readonly house: PostgresHouse; readonly browser: Browser } | null = null;
  let seat: { readonly size: VisitOptions; readonly visit: Visit } | null = null;
  const open = () => {
    if (stage === null) throw new Error('the stage opens before the tests of its block');
    return stage;
  };
  async function leave(): Promise<void> {
    await seat?.visit.page.close();
    seat = null;
  }
  beforeAll(async () => {
    const house = await openPostgresHouse({ handbook: sendingAtOnce, ...options });
    stage = { house, browser: await openBrowser() };
  });
  afterEach(async ({ task }) => {
    const complaints = seat?.visit.complaints ?? [];
    if (task.result?.state === 'fail' || complaints.length > 0) await leave();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await stage?.browser.close();
    await stage?.house.close();
  });
  return {
    get house() {
      return open().house;
    },
    async sit(size) {
      if (seat?.size !== size) await leave();
      const { browser, house } = open();
      seat ??= { size, visit: await visit(browser, house.sandbox.url, size) };
      return seat.visit;
    },
  };
}

export function sendingAtOnce(handbook: string): string {
  return handbook.replace(/undo: \S+/, 'undo: 0s');
}

/** Waits until it stands there. */
export function seen(thing: Locator): Promise<void> {
  return thing.first().waitFor();
}

/** Waits until it stands there no more. */
export function gone(thing: Locator): Promise<void> {
  return thing.waitFor({ state: 'detached' });
}

export interface Visit {
  readonly page: Page;
  /** What the console or the page itself complained about. */
  readonly complaints: readonly string[];
  /** Becomes somebody of the staff, by name. */
  be(name: string): Promise<void>;
  /** The entry of a channel or of direct messages in the list. */
  channel(name: string): Locator;
  /** Opens it, on the workspace's side. */
  go(channel: string): Promise<void>;
  /** Shows one side, where the window has room for one only. */
  turnTo(side: 'Square' | 'Workspace'): Promise<void>;
  /** The public comment that says this, which stands on the square's side. */
  comment(saying: string): Locator;
  /** Writes it into the square's box and posts it. */
  post(text: string): Promise<void>;
  /** The messages in the open channel that say this: the cards, in a channel of cards. */
  card(saying: string): Locator;
  /** Presses a button of the card, or an entry of its ⋯ menu. */
  press(card: Locator, label: string): Promise<void>;
  /** Presses what the card has in the dialog behind "More…" only; done at once or in another dialog. */
  pressMore(card: Locator, label: string): Promise<void>;
  dialog(title: string | RegExp): Locator;
  /** Types it in the open channel and sends it: a message or a slash command. */
  say(text: string): Promise<void>;
  /** What can be pressed or filled in and sticks out of the window, by its label. */
  overhang(): Promise<readonly string[]>;
  /** What is pressed and is not as high as a thumb needs it, by its label. */
  cramped(): Promise<readonly string[]>;
  /** Writes a PNG where SCREENSHOTS names a folder. */
  picture(name: string): Promise<void>;
}

export async function visit(browser: Browser, url: string, options: VisitOptions): Promise<Visit> {
  const { width, height, dark = false } = options;
  const colorScheme = dark ? 'dark' : 'light';
  // With fingers nothing hovers: what a pointer has to find first must stand there.
  const hasTouch = width < ONE_SIDE_BELOW;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, hasTouch });
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);

  const channels = page.getByRole('navigation', { name: 'Channels' });
  const channel = (name: string) => channels.getByRole('button', { name, exact: true });
  const card = (saying: string) =>
    page
      .getByRole('log', { name: /^Messages in [#H]/ })
      .getByRole('article')
      .filter({ hasText: saying });

  async function be(name: string): Promise<void> {
    const you = page.getByLabel('You are');
    const option = you.getByRole('option').filter({ hasText: name });
    await you.selectOption(await option.getAttribute('value'));
  }

  /**
   * A card that is drawn anew meanwhile closes its menu, and may take the entry out of it. A click
   * that was cut short may have pressed all the same, after which there is nothing to press.
   */
  async function press(where: Locator, label: string): Promise<void> {
    const button = where.getByRole('button', { name: label, exact: true });
    const menu = where.getByRole('button', { name: 'More actions' });
    const entry = where.getByRole('menuitem', { name: label, exact: true });
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        await button.or(menu).first().waitFor();
        if ((await button.count()) > 0) return await button.click(AT_ONCE);
        if (!(await entry.isVisible())) await menu.click(AT_ONCE);
        return await entry.click(AT_ONCE);
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  async function turnTo(side: 'Square' | 'Workspace'): Promise<void> {
    if (width < ONE_SIDE_BELOW) await page.getByRole('tab', { name: side }).click();
  }

  return {
    page,
    complaints,
    be,
    channel,
    async go(name) {
      await turnTo('Workspace');
      await channel(name).click();
    },
    turnTo,
    comment: (saying) =>
      page
        .getByRole('region', { name: 'The public square' })
        .getByRole('article')
        .filter({ hasText: saying })
        .last(),
    async post(text) {
      await turnTo('Square');
      await page.getByLabel('Your comment').fill(text);
      await page.getByRole('button', { name: 'Post', exact: true }).click();
    },
    card,
    press,
    async pressMore(card, label) {
      await press(card, 'More…');
      await press(page.getByRole('dialog', { name: /^More on/ }), label);
    },
    dialog: (name) => page.getByRole('dialog', { name }),
    async say(text) {
      await page.getByLabel(/^Message [#H]/).fill(text);
      await page.keyboard.press('Enter');
    },
    overhang: () =>
      page
        .getByRole('main')
        .or(page.getByRole('dialog'))
        .evaluateAll((roots) =>
          roots
            .flatMap((root) => [...root.querySelectorAll('article, button, select, textarea')])
            .filter((node) => node.closest('nav, [popover]') === null)
            .filter(
              (node) =>
                node.getBoundingClientRect().right > node.ownerDocument.documentElement.clientWidth,
            )
            .map((node) => node.getAttribute('aria-label') ?? node.textContent),
        ),
    cramped: () =>
      page
        .getByRole('region', { name: 'Workspace' })
        .or(page.getByRole('dialog'))
        .evaluateAll(
          (roots, least) =>
            roots
              .flatMap((root) => [...root.querySelectorAll('button, select, summary, .choice')])
              .filter((node) => node.checkVisibility())
              .filter((node) => node.getBoundingClientRect().height < least)
              .map((node) => node.getAttribute('aria-label') ?? node.textContent),
          THUMB,
        ),
    async picture(name) {
      const folder = process.env['SCREENSHOTS'];
      if (folder === undefined) return;
      await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    },
  };
}

/** Presses Tab until this has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator, most = 150): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses <= most; presses += 1) {
    if (await target.evaluate((node) => node === node.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} times Tab did not lead to ${target}`);
}
