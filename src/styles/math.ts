// Not an @import in math.css: those are inlined before tools/build/katex-css.mjs could trim them.
import "katex/dist/katex.min.css";
import "./math.css";
