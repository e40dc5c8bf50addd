/**
 * What is typed in a dialog is saved while it is typed, one save at a time and always the latest
 * text: a slow save never overwrites a later one. Once the dialog was submitted nothing more is
 * saved from it, or the submitted text would come back as a new draft.
 */
export interface Typing {
  save(dialog: string, work: () => Promise<void>): Promise<void>;
  /** Waits for the save that is under way, drops the next one, and takes no more. */
  end(dialog: string): Promise<void>;
  /** The submit was refused and the dialog goes on. */
  goOn(dialog: string): void;
}

interface Saving {
  running: Promise<void> | null;
  next: (() => Promise<void>) | null;
  ended: boolean;
}

/** Dialogs that are remembered; the oldest make room. */
const MOST_DIALOGS = 1_000;

export function createTyping(): Typing {
  const dialogs = new Map<string, Saving>();

  function savingOf(dialog: string): Saving {
    const known = dialogs.get(dialog);
    if (known !== undefined) return known;
    const fresh: Saving = { running: null, next: null, ended: false };
    dialogs.set(dialog, fresh);
    const oldest = dialogs.keys().next().value;
    if (dialogs.size > MOST_DIALOGS && oldest !== undefined) dialogs.delete(oldest);
    return fresh;
  }

  async function run(saving: Saving): Promise<void> {
    while (saving.next !== null) {
      const work = saving.next;
      saving.next = null;
      await work();
    }
  }

  return {
    async save(dialog, work) {
      const saving = savingOf(dialog);
      if (saving.ended) return;
      saving.next = work;
      saving.running ??= run(saving).finally(() => {
        saving.running = null;
      });
      await saving.running;
    },
    async end(dialog) {
      const saving = savingOf(dialog);
      saving.ended = true;
      saving.next = null;
      await saving.running?.catch(() => {});
    },
    goOn(dialog) {
      savingOf(dialog).ended = false;
    },
  };
}
