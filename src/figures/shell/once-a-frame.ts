/**
 * Runs once a frame, however often it is asked: the first request of a frame is answered at once, since a key or a
 * press comes at any time of it; what follows waits for the next.
 */
export function onceAFrame(run: () => void): () => void {
  let isAsked = false;
  let isAnswered = false;
  const answer = (): void => {
    isAsked = false;
    run();
  };
  return () => {
    if (isAsked) return;
    isAsked = true;
    if (isAnswered) {
      requestAnimationFrame(answer);
      return;
    }
    isAnswered = true;
    requestAnimationFrame(() => {
      isAnswered = false;
    });
    // After the handler that is running, which may change more than one value.
    queueMicrotask(answer);
  };
}
