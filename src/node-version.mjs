/**
 * Says what is wrong when Node is too old to run TypeScript as it stands. Plain JavaScript, and
 * loaded before anything else, so that an old Node gets as far as this sentence.
 */
const OLDEST = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST) {
  console.error(
    `Heed needs Node ${OLDEST} or newer, and this is Node ${process.versions.node}: ` +
      'run `npm ci` without --ignore-scripts, which brings the right Node along, or install it.',
  );
  process.exit(1);
}
