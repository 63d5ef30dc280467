/**
 * The digits that a link may name, "none" being an empty pad. A test holds them against the networks' sample files;
 * the files themselves are loaded only by a figure that runs.
 */
export const SAMPLES = [
  "none",
  "test-3",
  "test-10",
  "test-2",
  "test-5",
  "test-1",
  "test-35",
  "test-18",
  "test-30",
  "test-4",
  "test-6",
  "test-8",
  "test-15",
  "test-11",
  "test-21",
  "test-0",
  "test-17",
  "test-61",
  "test-84",
  "test-7",
  "test-9",
  "test-6625",
  "test-1901",
  "test-1878",
  "test-3422",
] as const;
export type SampleName = (typeof SAMPLES)[number];

/** Clothes likewise: two of each class that the network gets right, then four that it gets wrong. */
export const GARMENTS = [
  "none",
  "t-shirt-1",
  "t-shirt-2",
  "trouser-1",
  "trouser-2",
  "pullover-1",
  "pullover-2",
  "dress-1",
  "dress-2",
  "coat-1",
  "coat-2",
  "sandal-1",
  "sandal-2",
  "shirt-1",
  "shirt-2",
  "sneaker-1",
  "sneaker-2",
  "bag-1",
  "bag-2",
  "ankle-boot-1",
  "ankle-boot-2",
  "wrong-1",
  "wrong-2",
  "wrong-3",
  "wrong-4",
] as const;
export type GarmentName = (typeof GARMENTS)[number];

/** Photos under free licences, of most classes; each has its author and licence in the file. */
export const PHOTOS = [
  "none",
  "airplane-1",
  "bird-1",
  "bird-2",
  "bird-3",
  "cat-1",
  "cat-2",
  "deer-1",
  "dog-1",
  "dog-2",
  "dog-3",
  "frog-1",
  "horse-1",
  "horse-2",
  "ship-1",
] as const;
export type PhotoName = (typeof PHOTOS)[number];
