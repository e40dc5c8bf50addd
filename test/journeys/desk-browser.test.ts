/** What a desk keeps off, hands over, calls for and stops, as people see it at a desk and on a telephone. */
import { describe, expect, test } from 'vitest';
import { gone, hasChromium, SIZES, seen, stageInBrowser, type Visit } from '../support/visit.ts';

const PRIVATE = '#people-private';

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  const stage = stageInBrowser();

  describe.each([
    { ...SIZES[0], liker: 'Lerato M.', troll: 'u-4' },
    { ...SIZES[1], liker: 'Aisha K.', troll: 'u-5' },
  ])('$width wide', (given) => {
    const { width, liker, troll } = given;
    const size = given;

    async function sitAs(who: string, channel: string): Promise<Visit> {
      const desk = await stage.sit(size);
      await desk.be(who);
      await desk.go(channel);
      return desk;
    }

    /** What an unclaimed card has no room for, and needs no words. */
    async function doMore(desk: Visit, saying: string, label: string): Promise<void> {
      await desk.pressMore(desk.card(saying), label);
      await seen(desk.page.getByText(`Done: ${label}.`));
      await desk.page.getByRole('dialog').getByText('Close', { exact: true }).click();
    }

    test('a newcomer sends a like, and finds and restores it', async () => {
      const desk = await stage.sit(size);
      await desk.turnTo('Square');
      await desk.page.getByLabel('Post as').selectOption(liker);
      await desk.page.getByLabel('Kind of post').selectOption('like');
      await desk.page.getByRole('button', { name: 'Post', exact: true }).click();
      const like = desk.comment('likes this').filter({ hasText: liker });
      await seen(like.filter({ hasText: 'Heed has it' }));
      expect(await desk.overhang()).toEqual([]);
      await desk.picture(`like-${width}`);
      await desk.be('Sam');
      await desk.go('#care');
      await desk.say('/heed logged');
      const list = desk
        .card('Kept off the desk in the last 7 days: 1 (like 1)')
        .filter({ hasText: liker });
      await seen(list);
      expect(await desk.overhang()).toEqual([]);
      await desk.picture(`logged-${width}`);
      await list.getByRole('button', { name: 'Restore' }).click();
      await seen(desk.card('is back on the desk'));
      await seen(desk.card('Like, no words').filter({ hasText: liker }));
      expect(await desk.overhang()).toEqual([]);
      await desk.picture(`restored-${width}`);
    });

    test('a lead mutes a troll, and ends it there', async () => {
      const text = `You are idiots, ${width}.`;
      stage.house.sandbox.square.post({ customer: troll, postId: 'black-friday', text });
      const desk = await sitAs('Sam', '#care');
      const card = desk.card(text);
      await seen(card);
      await desk.pressMore(card, 'Mute author');
      const dialog = desk.dialog('Mute author');
      const why = `Insults everybody, ${width}.`;
      await dialog.getByLabel('Why?').fill(why);
      await dialog.getByLabel('1 week').check();
      expect(await desk.overhang()).toEqual([]);
      await desk.picture(`mute-${width}`);
      await dialog.getByRole('button', { name: 'Mute', exact: true }).click();
      await seen(card.filter({ hasText: 'Muted until' }).filter({ hasText: why }));
      await desk.say('/heed logged');
      const list = desk.card('is muted until').filter({ hasText: why });
      await seen(list);
      expect(await desk.overhang()).toEqual([]);
      await desk.picture(`muted-${width}`);
      await list.getByRole('button', { name: 'Unmute' }).click();
      await seen(desk.card('is not muted any more'));
      await gone(card.getByText('Muted until'));
    });

    test('a rule takes it to those who are named, and nobody else finds the channel', async () => {
      const text = `One of your employees bullied me, ${width}. I work for you too.`;
      const desk = await stage.sit(size);
      await desk.turnTo('Square');
      await desk.page.getByLabel('Kind of post').selectOption('comment');
      await desk.post(text);
      await seen(desk.comment(text).filter({ hasText: 'Heed has it' }));
      await desk.be('Thandi');
      await desk.go(PRIVATE);
      const card = desk.card(text);
      await seen(card.filter({ hasText: 'Sensitive' }));
      await desk.press(card, 'Claim');
      await seen(card.filter({ hasText: 'with Thandi' }));
      await desk.picture(`sensitive-${width}`);
      expect(await desk.overhang()).toEqual([]);
      await desk.be('Zanele');
      await gone(desk.channel(PRIVATE));
      await desk.go('#care');
      expect(await desk.card(text).count()).toBe(0);
    });

    test('an agent hands over what is sensitive, and an owner brings it back', async () => {
      const text = `Your driver knows my address, ${width}.`;
      stage.house.sandbox.square.post({ customer: 'u-3', postId: 'new-courier', text });
      const desk = await sitAs('Kabelo', '#deliveries');
      const open = desk.card(text);
      await seen(open);
      await doMore(desk, text, 'Sensitive');
      await gone(open);
      const moved = desk.card('has moved.').last();
      await seen(moved);
      expect(await moved.getByRole('button', { name: 'Claim' }).count()).toBe(0);
      await desk.picture(`moved-${width}`);
      await sitAs('Sam', PRIVATE);
      await seen(desk.card(text));
      expect(await desk.overhang()).toEqual([]);
      await desk.picture(`handed-over-${width}`);
      await doMore(desk, text, 'Not sensitive');
      await gone(desk.card(text));
      await seen(desk.card('Moved to Deliveries'));
      await desk.go('#deliveries');
      await seen(desk.card(text).filter({ hasText: 'unclaimed' }));
    });

    test('a key contact is called, and takes it over', async () => {
      const text = `My lawyer will write to you, ${width}.`;
      stage.house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text });
      const desk = await sitAs('Noor', '#care');
      const card = desk.card(text);
      await seen(card);
      await desk.pressMore(card, 'Escalate');
      const dialog = desk.dialog(/^Escalate/);
      await dialog.getByLabel('What do they need to know?').fill('He names a lawyer.');
      expect(await desk.overhang()).toEqual([]);
      await desk.picture(`escalate-${width}`);
      await dialog.getByRole('button', { name: 'Escalate', exact: true }).click();
      await seen(card.filter({ hasText: 'Escalated to Sam' }));
      await sitAs('Sam', 'Heed');
      const call = desk.card(text);
      await seen(call.filter({ hasText: 'He names a lawyer.' }));
      expect(await desk.overhang()).toEqual([]);
      await desk.picture(`call-${width}`);
      await desk.press(call, 'Claim');
      await desk.go('#care');
      await seen(card.filter({ hasText: 'with Sam Botha' }));
    });

    test('a lead stops publishing, and lets it go on', async () => {
      const question = `How much is a stamp, ${width}?`;
      const answer = `Twelve rand, ${width}.`;
      stage.house.sandbox.square.post({ customer: 'u-2', postId: 'black-friday', text: question });
      const desk = await sitAs('Sam', '#care');
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
      await desk.picture(`paused-${width}`);
      await desk.say('/heed resume');
      await seen(desk.card('1 reply that waited goes out now'));
      await seen(card.filter({ hasText: /H-\d+ · answered/u }));
      await desk.turnTo('Square');
      await seen(desk.comment(answer).filter({ hasText: 'official reply' }));
    });
  });
});
