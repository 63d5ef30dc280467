// What each peer lets one choose and could make it faster. The first is the usual one, which the race takes unless
// `--sweep` finds a faster one. All run one image at a time: that is what is raced.
export const SETTINGS = {
  litert: ["usual", "threaded module", "jspi"],
  "tfjs-wasm": ["usual", "unthreaded module", "no SIMD"],
  "onnxruntime-web": ["usual", "layout", "extended", "basic", "no memory pattern"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PeerName = keyof typeof SETTINGS;
export const PEER_NAMES = Object.keys(SETTINGS) as readonly PeerName[];
