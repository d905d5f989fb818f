/**
 * Picks a size by the suite that runs: `npm test` tries enough cases to find what a change breaks, and stays far below its time limit on
 * a busy machine. `npm run test:slow` runs each file that calls this function once more, with the number that finds the rest.
 */
export const bySuite = <Size>({ quick, slow }: { readonly quick: Size; readonly slow: Size }): Size =>
  process.env.EWS_TEST_SUITE === 'slow' ? slow : quick
