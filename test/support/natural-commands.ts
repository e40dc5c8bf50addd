import type { PersonCommand } from '../../src/core/commands.ts';
import type { Play } from './play.ts';

function aNote({ mention, now }: Play): PersonCommand {
  return { type: 'note', note: `n-${mention.seq}`, text: 'Ask her.', at: now, editedAt: null };
}

/** Every command of a person as they would naturally give it when they look at the mention now. */
export function naturalCommands(
  play: Play,
): Readonly<Record<PersonCommand['type'], PersonCommand[]>> {
  const { mention, handbook, seen } = play;
  const reply = { text: 'We are looking into it.', seen, ticked: [] };
  const link = `https://acme.example/elsewhere/${mention.seq}`;
  const others = <T extends { id: string }>(all: readonly T[], now: string | null): string[] =>
    all.flatMap(({ id }) => (id === now ? [] : [id]));
  const assignees = handbook.people.filter(({ email }) => email !== mention.owner);
  return {
    claim: [{ type: 'claim' }],
    release: [{ type: 'release' }],
    assign: assignees.map(({ email }) => ({ type: 'assign', to: email })),
    transfer: others(handbook.departments, mention.department).map((department) => ({
      type: 'transfer',
      department,
    })),
    category: others(handbook.categories, mention.category).map((category) => ({
      type: 'category',
      category,
    })),
    save_draft: [{ type: 'save_draft', text: 'We are' }],
    submit: [
      { type: 'submit', ...reply },
      { type: 'submit', ...reply, owes: true },
      ...handbook.people.map(
        ({ email }) => ({ type: 'submit', ...reply, asked: [email] }) as const,
      ),
    ],
    edit_and_approve: [{ type: 'edit_and_approve', ...reply }],
    approve: [{ type: 'approve', seen }],
    request_changes: [{ type: 'request_changes', seen, reason: 'Say sorry first.' }],
    withdraw: [{ type: 'withdraw' }],
    retry: [{ type: 'retry', seen }],
    say_sent: [{ type: 'say_sent', link }],
    say_not_sent: [{ type: 'say_not_sent' }],
    answered_elsewhere: [{ type: 'answered_elsewhere', link }],
    resolve: handbook.outcomes.map((outcome) => ({ type: 'resolve', outcome })),
    thanks_close: [{ type: 'thanks_close' }],
    dismiss: handbook.dismissReasons.map((reason) => ({ type: 'dismiss', reason })),
    reopen: [{ type: 'reopen' }],
    touch_base: [{ type: 'touch_base' }],
    drop_follow_up: [{ type: 'drop_follow_up' }],
    restore: [{ type: 'restore' }],
    mute: [{ type: 'mute', reason: 'He insults everybody.', until: play.now + 86_400_000 }],
    unmute: [{ type: 'unmute' }],
    correct: [
      { type: 'correct', ...reply, text: 'We looked into it.' },
      ...handbook.people.map(
        ({ email }) => ({ type: 'correct', ...reply, text: 'See here.', asked: [email] }) as const,
      ),
    ],
    delete: [{ type: 'delete', seen, reason: 'It was for somebody else.' }],
    escalate: [{ type: 'escalate', reason: 'He is a lawyer.' }],
    snooze: [{ type: 'snooze' }],
    make_sensitive: [{ type: 'make_sensitive' }],
    make_ordinary: [{ type: 'make_ordinary' }],
    note: [aNote(play)],
  };
}
