/** The form in which somebody adds what no source saw. */
import type { Known, Sighting } from '../app/track.ts';
import type { Handbook } from '../core/handbook.ts';
import type { Field, Filled, Form } from './form.ts';
import { LIMITS } from './limits.ts';
import { type Inline, lines, type Option, option, paragraph } from './page.ts';
import { FORMS } from './questions.ts';
import { clean, fitUnits, webLink } from './text.ts';

const NO_CATEGORY = '-';

export interface Track {
  readonly sighting: Sighting;
  readonly handbook: Handbook;
  /** Why it is asked again. */
  readonly notice: readonly Inline[];
  /** Comes back with it: where the answer goes once the form is closed. */
  readonly carried: string;
}

export function trackForm({ sighting, handbook, notice, carried }: Track): Form {
  return {
    id: FORMS.track,
    title: 'Track in Heed',
    carried,
    submit: 'Track',
    close: 'Cancel',
    saves: false,
    parts: [
      ...paragraph(lines([notice])),
      linkField(sighting.link),
      textField(sighting.text),
      authorField(sighting.author),
      ...choices(sighting, handbook),
    ],
  };
}

/** What stands in it. */
export function sightingIn({ textOf }: Filled): Sighting {
  const category = textOf('category');
  return {
    link: textOf('link'),
    text: textOf('text'),
    author: textOf('author'),
    department: textOf('department'),
    category: category === NO_CATEGORY || category === '' ? null : category,
  };
}

function field(id: keyof Sighting, label: string, input: Field['input']): Field {
  return { type: 'field', id, label, input };
}

function linkField(link: string): Field {
  const given = webLink(link, LIMITS.url) === null ? '' : link.trim();
  return field('link', 'Link', { type: 'link', initial: given });
}

function textField(text: string): Field {
  const initial = fitUnits(clean(text).trim(), LIMITS.inputText);
  const input = { type: 'text', isLong: true, longest: LIMITS.inputText, initial } as const;
  return field('text', 'What was said', input);
}

function authorField(author: string): Field {
  return field('author', 'Who said it', {
    type: 'text',
    isLong: false,
    longest: LIMITS.name,
    initial: author,
    placeholder: 'A name, or a @handle',
  });
}

function choices({ department, category }: Sighting, handbook: Handbook): Field[] {
  const departments = handbook.departments.map(({ id, name }) => option(clean(name), id));
  const categories = handbook.categories.map(({ id, name }) => option(clean(name), id));
  const listed = [option('No category', NO_CATEGORY), ...categories];
  return [
    field('department', 'Department', list(departments, department)),
    field('category', 'Category', list(listed, category ?? NO_CATEGORY)),
  ];
}

function list(options: readonly Option[], chosen: string): Field['input'] {
  return { type: 'one', options: options.slice(0, LIMITS.options), chosen, isList: true };
}

/** What is said of something that is here already. */
export function alreadyThere(known: Known): string {
  if (known.type === 'hidden') return 'Heed has this already, and it is with other people.';
  const where = known.logged ? ' It is logged, off the desk; /heed logged shows it.' : '';
  return `This is ${known.ref} already.${where}`;
}
