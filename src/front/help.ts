/** What `help` answers. Only what works is listed. */

/** @param ways how one works on this surface, a line each */
export function helpText(
  company: string,
  ways: readonly string[],
  usages: readonly string[],
): string {
  return [
    `Heed brings what people say about ${company} in public to your departments, and your answers back out.`,
    'A card in the channel of your department shows each mention: Claim takes it, so that nobody else answers it too.',
    'On submit the handbook speaks up. Where it asks for an approval, reviewers get the draft in a direct message. After that the reply goes out; until then Withdraw stops it.',
    ...ways,
    ...usages,
    '/heed help shows this.',
  ].join('\n');
}
