import { z } from 'zod';

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' });
    return z.NEVER;
  }
});

/** What a button or a dialog carries as JSON; null for what is nothing of the kind. */
export function readCarried<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): z.infer<Schema> | null {
  return json.pipe(schema).safeParse(text).data ?? null;
}
