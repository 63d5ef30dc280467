/** GLSL of planes and lines. Colours are sRGB bytes as the palette has them: written out as they are, never lit. */

/** One quad a plane: `position` runs 0 to 1 across and down. */
export const PLANE_VERTEX = /* glsl */ `
  precision highp float;
  uniform mat4 modelViewMatrix;
  uniform mat4 projectionMatrix;
  uniform vec3 uAcross;
  uniform vec3 uDown;
  uniform vec3 uNext;
  uniform vec2 uSize;
  in vec3 position;
  in vec3 iOrigin;
  in vec2 iSize;
  in vec2 iSlot;
  in vec2 iLook;
  out vec2 vCell;
  flat out vec2 fSize;
  flat out vec2 fSlot;
  flat out vec2 fLook;
  flat out float fGap;
  void main() {
    vCell = position.xy * iSize;
    fSize = iSize;
    fSlot = iSlot;
    fLook = iLook;
    vec3 at = iOrigin + uAcross * vCell.x + uDown * vCell.y;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(at, 1.0);
    // Pixels from this plane to the next: how much of it shows beside its neighbour.
    vec4 here = projectionMatrix * modelViewMatrix * vec4(iOrigin, 1.0);
    vec4 next = projectionMatrix * modelViewMatrix * vec4(iOrigin + uNext, 1.0);
    fGap = 0.5 * length((next.xy / next.w - here.xy / here.w) * uSize);
  }
`;

/**
 * Bytes by their texel, colours by the byte: no filter ever mixes codes. Four samples within the pixel smooth the edges
 * of cells; lines between cells appear where these are large enough, the plane's rim always.
 */
export const PLANE_FRAGMENT = /* glsl */ `
  precision highp float;
  precision highp int;
  uniform highp sampler2D uCodes;
  uniform highp sampler2D uTable;
  uniform vec3 uPaper;
  uniform vec3 uRim;
  uniform vec3 uPicked;
  uniform float uRatio;
  in vec2 vCell;
  flat in vec2 fSize;
  flat in vec2 fSlot;
  flat in vec2 fLook;
  flat in float fGap;
  out vec4 colour;
  vec3 colourAt(vec2 cell) {
    ivec2 texel = ivec2(fSlot + clamp(floor(cell), vec2(0.0), fSize - 1.0));
    int code = int(texelFetch(uCodes, texel, 0).r * 255.0 + 0.5);
    return texelFetch(uTable, ivec2(code & 15, code >> 4), 0).rgb;
  }
  void main() {
    vec2 dx = dFdx(vCell);
    vec2 dy = dFdy(vCell);
    vec3 c = 0.25 * (
      colourAt(vCell + 0.125 * dx + 0.375 * dy) + colourAt(vCell - 0.125 * dx - 0.375 * dy) +
      colourAt(vCell + 0.375 * dx - 0.125 * dy) + colourAt(vCell - 0.375 * dx + 0.125 * dy));
    // Cells a CSS pixel, along both axes of the plane.
    vec2 per = (abs(dx) + abs(dy)) * uRatio;
    vec2 toLine = (0.5 - abs(fract(vCell) - 0.5)) / per;
    float room = 1.0 / max(per.x, per.y);
    float line = 1.0 - smoothstep(0.0, 1.0, min(toLine.x, toLine.y));
    c = mix(c, uPaper, 0.55 * line * smoothstep(5.0, 11.0, room));
    vec2 toRim = min(vCell, fSize - vCell) / per;
    float picked = fLook.x;
    // A rim of up to 1 px (2 px if picked), thinner where the whole plane is only a few pixels.
    float most = 0.16 * min(fSize.x / per.x, fSize.y / per.y);
    float width = min(mix(1.0, 2.0, picked), most);
    float rim = 1.0 - smoothstep(width - 0.5, width + 0.5, min(toRim.x, toRim.y));
    // In a dense stack rims would be all that is seen.
    float strength = max(picked, mix(0.3, 1.0, smoothstep(1.5, 7.0, fGap)));
    c = mix(c, mix(uRim, uPicked, picked), rim * strength * min(1.0, most + 0.2));
    colour = vec4(mix(c, uPaper, fLook.y), 1.0);
  }
`;

/** One quad a segment, widened on the screen: `position.x` runs along, `position.y` from −1 to 1 over the width. */
export const LINE_VERTEX = /* glsl */ `
  precision highp float;
  uniform mat4 modelViewMatrix;
  uniform mat4 projectionMatrix;
  uniform vec2 uSize;
  uniform float uForward;
  in vec3 position;
  in vec3 iFrom;
  in vec3 iTo;
  in vec4 iInk;
  in vec3 iWidth;
  out float vAcross;
  out float vAlong;
  flat out vec4 fInk;
  flat out vec3 fWidth;
  vec4 seen(vec3 at) {
    vec4 view = modelViewMatrix * vec4(at, 1.0);
    // A little towards the eye: outlines lie in the planes that they outline.
    view.xyz -= normalize(view.xyz) * uForward;
    return projectionMatrix * view;
  }
  void main() {
    vec4 from = seen(iFrom);
    vec4 to = seen(iTo);
    vec2 along = (to.xy / to.w - from.xy / from.w) * uSize;
    float size = length(along);
    vec2 unit = size > 1e-4 ? along / size : vec2(1.0, 0.0);
    float half_ = 0.5 * iWidth.x + iWidth.y + 1.0;
    vec4 at = mix(from, to, position.x);
    vec2 aside = vec2(-unit.y, unit.x) * position.y * half_;
    // Outlines meet at full corners; plain lines end where they end.
    vec2 beyond = unit * (position.x * 2.0 - 1.0) * (iWidth.y > 0.0 ? 0.5 * iWidth.x : 0.0);
    at.xy += (aside + beyond) * 2.0 / uSize * at.w;
    vAcross = position.y * half_;
    vAlong = position.x * 0.5 * size;
    fInk = iInk;
    fWidth = iWidth;
    gl_Position = at;
  }
`;

/** Ink in the middle and, where it outlines cells of any colour, a rim of paper beside it. */
export const LINE_FRAGMENT = /* glsl */ `
  precision highp float;
  uniform vec3 uPaper;
  uniform float uStrength;
  in float vAcross;
  in float vAlong;
  flat in vec4 fInk;
  flat in vec3 fWidth;
  out vec4 colour;
  void main() {
    float away = abs(vAcross);
    float core = 1.0 - smoothstep(0.5 * fWidth.x - 0.5, 0.5 * fWidth.x + 0.5, away);
    float rim = fWidth.y > 0.0 ? 1.0 - smoothstep(0.5 * fWidth.x + fWidth.y - 0.5, 0.5 * fWidth.x + fWidth.y + 0.5, away) : 0.0;
    float cover = max(core, 0.8 * rim) * fInk.a * uStrength;
    bool gap = fWidth.z > 0.0 && mod(vAlong, 1.7 * fWidth.z) > fWidth.z;
    if (cover < 0.004 || gap) discard;
    colour = vec4(mix(uPaper, fInk.rgb, core / max(core, 0.8 * rim + 1e-4)), cover);
  }
`;
