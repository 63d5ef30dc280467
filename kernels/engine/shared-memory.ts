/** The most that a shared memory may grow to, in pages of 64 kB; the module and its memory must name the same. */
export const SHARED_PAGES = 4096;
