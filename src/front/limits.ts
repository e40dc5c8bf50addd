/**
 * How long things may be that staff read and fill in, on whichever surface: the least that any of
 * them takes. Lengths are UTF-16 units unless they say graphemes.
 */
export const LIMITS = {
  optionText: 75,
  optionValue: 150,
  options: 100,
  radioOptions: 10,
  /** Elements of one row that a phone still shows well. */
  rowButtons: 4,
  inputText: 3000,
  /** Of an author, as somebody types it. */
  name: 100,
  inputError: 1000,
  title: 24,
  sentence: 1000,
  url: 3000,
} as const;

/** How much of foreign text is shown, in graphemes, and never more units than that times four. */
export const SHOWN = {
  name: 60,
  handle: 60,
  context: 80,
  alt: 60,
  newest: 600,
  earlier: 280,
  draft: 600,
  /** In a form there is room for more. */
  form: 1800,
  formEarlier: 200,
  preview: 160,
  note: 200,
  trouble: 240,
  sentence: 700,
} as const;

/** Messages of the exchange that a card and a form show; the older ones are counted. */
export const EXCHANGE = { card: 4, form: 8 } as const;
