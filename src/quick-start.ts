/**
 * Makes the imports that follow quick. There is no build, so a start reads over a thousand modules.
 */
import { enableCompileCache, registerHooks } from 'node:module';

// What Node.js makes of the sources is kept for the next start.
enableCompileCache();

/*
 * To learn that a module is an ES module, Node.js parses its package.json anew for each. The one of
 * drizzle-orm is 180 kB long and its modules are some two hundred: that took a third of each start,
 * and 70 MB that were never given back.
 */
registerHooks({
  resolve(specifier, context, next) {
    const { parentURL, conditions } = context;
    const isInside =
      parentURL?.includes('/node_modules/drizzle-orm/') && conditions.includes('import');
    if (!isInside || !/^\.\.?\/.*\.js$/u.test(specifier)) return next(specifier, context);
    const { href } = new URL(specifier, parentURL);
    return { url: href, format: 'module', shortCircuit: true };
  },
});
