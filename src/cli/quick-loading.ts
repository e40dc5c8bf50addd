/**
 * Node.js reads a package's own package.json again for every module of that package that another
 * one of it imports. Drizzle's is 180 kB long and its modules are some two hundred: that alone took
 * a second of each start and 70 MB of memory that was never given back. Where one of its modules
 * lies needs no package.json.
 */
import { registerHooks } from 'node:module';

export function loadQuickly(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL, conditions } = context;
      const isInside =
        parentURL?.includes('/node_modules/drizzle-orm/') === true &&
        conditions.includes('import') &&
        /^\.\.?\/.*\.js$/u.test(specifier);
      if (!isInside) return next(specifier, context);
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
    },
  });
}
