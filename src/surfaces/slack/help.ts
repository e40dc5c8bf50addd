/** How one works in Slack. */
export const WAYS: readonly string[] = [
  'Reply takes it and opens a dialog; what you type is saved.',
  'Category, Transfer, Dismiss, Resolve and the rest stand on the card and behind ⋯. The thread under a card tells what has happened.',
  'Notes you write in that thread are kept for your colleagues; the customer never sees them. Track in Heed, in the menu of a message, adds what Heed did not see by itself.',
  "Heed's Home tab shows what is yours, what awaits your review and what nobody has yet.",
];
