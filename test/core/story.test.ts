import { describe, expect, test } from 'vitest';
import { storyOf, tellsStory } from '../../src/core/story.ts';
import type { StoryLine } from '../../src/core/story-parts.ts';
import { aHandbook, HEED, PEOPLE, WEBSITE, withApprovals, without } from '../support/cast.ts';
import { aPlay, type Play } from '../support/play.ts';

/** A line as people read it: `@` where somebody is told, `<label>` where a link stands. */
function read({ parts }: StoryLine): string {
  const texts = parts.map((part) => {
    switch (part.type) {
      case 'text':
        return part.text;
      case 'link':
        return `<${part.label}>`;
      case 'instant':
        return new Date(part.at).toISOString();
      case 'nudge':
        return `@${part.name}`;
      case 'nudge_group':
        return `@${part.group}`;
      default:
        return part satisfies never;
    }
  });
  return texts.join('');
}

function story(play: Play): readonly string[] {
  return storyOf(play.history, play.handbook).map(read);
}

function last(play: Play): string | undefined {
  return story(play).at(-1);
}

const because = { type: 'refused', reason: 'comments are closed' } as const;

test('a whole life reads from the claim to the outcome, without the first message', () => {
  expect(story(aPlay({ status: 'resolved' }))).toEqual([
    'Sam claimed this.',
    'Sam submitted version 1.',
    'Rita approved version 1.',
    'Version 1 is out. <View>',
    'Lena resolved this: solved.',
  ]);
});

test('lines carry the numbers of their events', () => {
  const play = aPlay({ status: 'claimed' });
  expect(storyOf(play.history, play.handbook).map(({ seq }) => seq)).toEqual([play.mention.seq]);
});

test('the reply’s line links to it', () => {
  const play = aPlay({ status: 'answered' });
  const line = storyOf(play.history, play.handbook).at(-1);
  expect(line?.parts).toContainEqual({
    type: 'link',
    label: 'View',
    url: 'https://acme.example/posts/r-1',
  });
});

describe('the customer', () => {
  test('writing again nudges whoever has it', () => {
    expect(last(aPlay({ status: 'answered' }).hears())).toBe(
      'Lerato M. wrote again. @Sam You have this.',
    );
  });

  test('writing again nudges nobody where nobody has it', () => {
    expect(last(aPlay().hears())).toBe('Lerato M. wrote again.');
    expect(last(aPlay({ status: 'dismissed' }).hears())).toBe('Lerato M. wrote again.');
  });

  test('writing again nudges nobody who has left', () => {
    const play = aPlay({ status: 'answered' });
    play.handbook = without(play.handbook, 'sam');
    expect(last(play.hears())).toBe('Lerato M. wrote again.');
  });

  test('writing while a reply waits tells one line, that it is held', () => {
    const play = aPlay({ status: 'scheduled' });
    const before = story(play).length;
    play.hears();
    expect(story(play).slice(before)).toEqual([
      'Held back: Lerato M. wrote again before it went out. Approvals no longer count; the draft is kept. @Sam',
    ]);
  });

  test('editing and deleting are told without a word of what it said', () => {
    const edit = { type: 'edit_post', externalId: 'c-1', text: 'Broken', attachments: [] } as const;
    const play = aPlay({ status: 'claimed' });
    play.does(WEBSITE, { ...edit, editedAt: play.now });
    expect(last(play)).toBe('Lerato M. edited the post. @Sam');
    play.does(WEBSITE, { type: 'delete_post', externalId: 'c-1' });
    expect(last(play)).toBe('Lerato M. deleted the post. @Sam');
  });
});

describe('people', () => {
  test('handing it around names who did it and tells who has it', () => {
    const play = aPlay({ status: 'claimed' });
    play.does('lena', { type: 'assign', to: PEOPLE.ana.email });
    expect(last(play)).toBe('Lena gave this to @Ana.');
    play.does('ana', { type: 'release' });
    expect(last(play)).toBe('Ana gave it back to the department.');
    play.does('ana', { type: 'transfer', department: 'deliveries' });
    expect(last(play)).toBe('Ana transferred this from Care to Deliveries.');
    play.does('dirk', { type: 'category', category: 'legal' });
    expect(last(play)).toBe('Dirk set the category to Legal.');
  });

  test('after an assignment the nudge goes to the new owner', () => {
    const play = aPlay({ status: 'claimed' });
    play.does('lena', { type: 'assign', to: PEOPLE.ana.email }).hears();
    expect(last(play)).toContain('@Ana');
  });

  test('a request for changes nudges the owner and keeps its reason to the card', () => {
    const play = aPlay({ status: 'in_review' });
    const { seen } = play;
    play.does('rita', { type: 'request_changes', seen, reason: 'Say sorry first.' });
    expect(last(play)).toBe('Rita asked for changes to version 1. The card says which. @Sam');
  });

  test('a version sent back to review says how many approvals it needs', () => {
    const play = aPlay({ status: 'scheduled' });
    play.does('sam', { type: 'category', category: 'legal' });
    expect(last(play)).toBe('Version 1 needs 2 approvals now, so it is back in review.');
    const praised = aPlay({ status: 'scheduled', category: 'praise' });
    praised.handbook = withApprovals(aHandbook(), { praise: 1 });
    expect(last(praised.begins())).toContain('needs 1 approval now');
  });

  test('an edit by a reviewer is a version of theirs that they approved', () => {
    const play = aPlay({ status: 'in_review' });
    const { seen } = play;
    play.does('rita', { type: 'edit_and_approve', text: 'Better.', seen, ticked: [] });
    expect(story(play).slice(-2)).toEqual([
      'Rita submitted version 2.',
      'Rita approved version 2.',
    ]);
  });

  test('withdrawing, dismissing, reopening and answering elsewhere are told', () => {
    const play = aPlay({ status: 'scheduled' }).does('sam', { type: 'withdraw' });
    expect(last(play)).toBe('Sam withdrew version 1.');
    play.does('sam', { type: 'dismiss', reason: 'spam' });
    expect(last(play)).toBe('Sam dismissed this: spam.');
    play.does('sam', { type: 'reopen' });
    expect(last(play)).toBe('Sam reopened this.');
    play.does('ana', { type: 'answered_elsewhere', link: 'https://acme.example/e' });
    expect(story(play).slice(-2)).toEqual(['Ana claimed this.', 'Ana answered elsewhere. <View>']);
  });

  test('somebody who left is named by address, and nobody is nudged for them', () => {
    const play = aPlay({ status: 'claimed' });
    play.handbook = without(play.handbook, 'sam');
    play.does(HEED, { type: 'owner_left' });
    expect(last(play)).toBe(
      'sam@acme.example is no longer in the handbook, so this is free again.',
    );
    expect(last(play.hears())).toBe('Lerato M. wrote again.');
  });
});

describe('the network', () => {
  test('a refusal nudges the owner and keeps the network’s words to the card', () => {
    const play = aPlay({ status: 'publishing' });
    play.does(HEED, { type: 'not_sent', version: play.version, because });
    expect(last(play)).toBe('The network refused version 1. The card says why. @Sam');
    play.does('sam', { type: 'retry', seen: play.seen });
    expect(last(play)).toBe('Sam tries version 1 once more.');
  });

  test('a doubt says what to do, and who ended it', () => {
    const play = aPlay({ status: 'unsure' });
    expect(last(play)).toMatch(/^Nobody can tell whether version 1 went out\. .+ @Sam$/);
    const link = 'https://acme.example/r';
    const sent = play.fork().does('sam', { type: 'say_sent', link });
    expect(last(sent)).toBe('Sam says that version 1 was sent. <View>');
    play.does('lena', { type: 'say_not_sent' });
    expect(last(play)).toBe('Lena says that version 1 was not sent.');
  });

  test('what cannot be published any more is held with a line', () => {
    const play = aPlay({ status: 'scheduled' }).begins(false);
    expect(last(play)).toContain('Held back: it can no longer be published there.');
  });
});

test('typing, waiting and trying are silent', () => {
  const play = aPlay({ status: 'scheduled' });
  const before = story(play);
  play.does('sam', { type: 'save_draft', text: 'One more thing' }).begins();
  const postponed = { type: 'postponed', until: play.now + 1_000 } as const;
  play.does(HEED, { type: 'not_sent', version: play.version, because: postponed });
  expect(story(play)).toEqual(before);
});

test('an event has a line exactly when a line is asked for because of it', () => {
  const plays = [aPlay({ status: 'resolved' }), aPlay({ status: 'unsure' }), aPlay().hears()];
  for (const { history, handbook } of plays) {
    const lines = storyOf(history, handbook).map(({ seq }) => seq);
    const telling = history.filter(({ event }) => tellsStory(event)).map(({ seq }) => seq);
    expect(lines).toEqual(telling.filter((seq) => seq !== 2));
  }
});
