// What tools/build/wasm.mjs makes of an import: the compiled module's address.
declare module "*?wasm=plain" {
  const address: string;
  export default address;
}
declare module "*?wasm=relaxed" {
  const address: string;
  export default address;
}
declare module "*?wasm=plain-shared" {
  const address: string;
  export default address;
}
declare module "*?wasm=relaxed-shared" {
  const address: string;
  export default address;
}
