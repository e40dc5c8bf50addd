/** How one works in Teams. */
export const WAYS: readonly string[] = [
  'Reply takes it and opens a dialog; Save for later keeps what you have written.',
  'Category, Transfer, Dismiss, Resolve and the rest stand on the card and behind ⋯. The replies under a card tell what has happened.',
  'In the menu of a message (⋯, More actions) stand Reply, for a card, and Track in Heed, for whatever Heed did not see by itself.',
  'What you write to @Heed under a card is kept as a note for your colleagues; the customer never sees it.',
  'Write these words to Heed, here or with @Heed in a channel:',
];

/** The words of a command, which begin with a slash in Slack alone. */
export function inTeams(text: string): string {
  return text.replaceAll(/\/heed (?=[a-z])/gu, '');
}
