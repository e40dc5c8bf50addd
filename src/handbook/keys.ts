import { z } from 'zod';

/** What an unknown key's issue carries, so that whoever reports it can say what would do. */
const unknownKeyParams = z.object({
  allowed: z.array(z.string()),
  later: z.array(z.string()),
});

/**
 * A map of the handbook with its known keys. `later` are keys that stand in the handbook's
 * outline and that nothing reads yet; `allowed` is what is said to be allowed. Each key that is
 * neither is an issue of its own, at its own path (zod's `strictObject` reports them in one issue
 * at the map's).
 */
export function section<Shape extends z.ZodRawShape>(
  shape: Shape,
  expected: string,
  later: readonly string[] = [],
  allowed: readonly string[] = Object.keys(shape),
) {
  const unknownKey = z.custom<unknown>(() => false, {
    params: { allowed: [...allowed], later: [...later] },
  });
  return z.object(shape, { error: expected }).catchall(unknownKey);
}

/** The sentence for a key that the handbook doesn't know there. */
export function explainUnknownKey(key: string, params: unknown): string {
  const { allowed, later } = unknownKeyParams.parse(params);
  if (later.includes(key)) return 'Not supported yet: nothing reads this key. Take it out for now.';
  const near = nearest(key, allowed);
  const hint = near === null ? '' : ` Did you mean "${near}"?`;
  return `Unknown key "${key}".${hint} Allowed here: ${allowed.join(', ')}.`;
}

/** The word that was probably meant, about a third of whose letters differ at most. */
export function nearest(word: string, words: readonly string[]): string | null {
  const [best] = words
    .map((candidate) => ({ candidate, distance: editDistance(plain(word), plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  if (!best || best.distance > Math.ceil(best.candidate.length / 3)) return null;
  return best.candidate;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/gu, '');
}

/** Levenshtein's distance, one row at a time. */
function editDistance(from: string, to: string): number {
  let row = [...to, ''].map((_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replace = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replace, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
