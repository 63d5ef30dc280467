/** One line of progress on the terminal: what is being done while it is done. */
export function say(/** @type {string} */ text) {
  console.log(`• ${text}`);
}

/**
 * Ends the program with a sentence that says what is wrong and what to do.
 * @param {string} text
 * @returns {never}
 */
export function stop(text) {
  console.error(`\n${text}\n`);
  process.exit(1);
}

/** Seconds since `start` (of performance.now()), such as "12.3 s". */
export function since(/** @type {number} */ start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
