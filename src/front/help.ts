/** What `/heed help` answers. Only what works is listed. */

export function helpText(company: string, usages: readonly string[]): string {
  return [
    `Heed brings what people say about ${company} in public into this workspace, and your answers back out.`,
    'A card in the channel of your department shows each mention: Claim takes it, so that nobody else answers it too. Reply takes it and opens a dialog; what you type is saved.',
    'On submit the handbook speaks up. Where it asks for an approval, reviewers get the draft in a direct message. After that the reply goes out; until then Withdraw stops it.',
    'Category, Transfer, Dismiss, Resolve and the rest stand on the card and behind ⋯. The thread under a card tells what has happened.',
    'Notes you write in that thread are kept for your colleagues; the customer never sees them. Track in Heed, in the menu of a message, adds what Heed did not see by itself.',
    "Heed's Home tab shows what is yours, what awaits your review and what nobody has yet.",
    ...usages,
    '/heed help shows this.',
  ].join('\n');
}
