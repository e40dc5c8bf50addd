import { describe, expect, test } from 'vitest';
import { countriesOf } from '../../src/handbook/countries.ts';
import { findPhoneNumbers } from '../../src/handbook/phone-numbers.ts';

function found(text: string, ...countries: string[]): string[] {
  return findPhoneNumbers(text, countries).map(({ start, end, number }) => {
    return `${text.slice(start, end)} = ${number}`;
  });
}

test('a number is answered with its international form, however it was written', () => {
  const text = '082 555 1234, (082) 555-1234, 0027825551234, +27 (0)82 555 1234, 27825551234';
  expect(found(text, 'ZA')).toEqual([
    '082 555 1234 = +27825551234',
    '(082) 555-1234 = +27825551234',
    '0027825551234 = +27825551234',
    '+27 (0)82 555 1234 = +27825551234',
    '27825551234 = +27825551234',
  ]);
});

test('numbers side by side are told apart', () => {
  expect(found('082 555 1234 021 555 4321', 'ZA')).toEqual([
    '082 555 1234 = +27825551234',
    '021 555 4321 = +27215554321',
  ]);
});

test('local numbers count in each of the countries given, and in no other', () => {
  const text = '020 7946 0958 or 082 555 1234';
  expect(found(text, 'GB')).toEqual(['020 7946 0958 = +442079460958']);
  expect(found(text, 'GB', 'ZA')).toHaveLength(2);
  expect(found(text)).toEqual([]);
});

test('international numbers count without any country', () => {
  expect(found('+44 20 7946 0958')).toEqual(['+44 20 7946 0958 = +442079460958']);
});

describe('a country without a leading zero', () => {
  test.each([
    ['US', '(415) 555-2671', '+14155552671'],
    ['US', '1-415-555-2671', '+14155552671'],
    ['ES', '612 345 678', '+34612345678'],
  ])('%s: %s', (country, text, number) => {
    expect(found(text, country)).toEqual([`${text} = ${number}`]);
  });
});

test.each(['ZA', 'DE', 'AT', 'GB', 'FI', 'US'])(
  'in %s, order numbers are no telephone numbers',
  (country) => {
    const text =
      'Orders 1042, 100042, 10421042, 1234567890 and 20261121; ISO 9001 14001; 10 000 000';
    expect(found(text, country)).toEqual([]);
  },
);

test('a text full of digits is read in reasonable time', () => {
  const start = performance.now();
  found('1 '.repeat(1500), 'ZA');
  expect(performance.now() - start).toBeLessThan(5000);
});

test('a time zone tells the country, under its old names too', () => {
  expect(countriesOf('Africa/Johannesburg')).toEqual(['ZA']);
  expect(countriesOf('Asia/Kolkata')).toEqual(['IN']);
  expect(countriesOf('US/Eastern')).toContain('US');
  expect(countriesOf('UTC')).toEqual([]);
});
