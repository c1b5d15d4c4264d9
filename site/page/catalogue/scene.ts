/** What the cover of an item without a picture shows; the same for the same item, always. */
export interface Scene {
  /** The light, by its name in the style sheet. */
  readonly light: "dawn" | "noon" | "dusk" | "night" | "storm";
  readonly sun: { readonly x: number; readonly y: number; readonly radius: number };
  /** Outlines of the waves, the farthest first. */
  readonly waves: readonly string[];
  /** Where what the item is about stands, from the left. */
  readonly subjectX: number;
}

/** Size of a cover, in units of its drawing. */
export const coverSize = { width: 800, height: 500 };

const lights = ["dawn", "noon", "dusk", "night", "storm"] as const;
const waveCount = 4;

/** Composes the cover of an item. */
export function sceneOf(itemId: string): Scene {
  const random = randomFrom(itemId);
  const light = lights[Math.floor(random() * lights.length)] ?? "noon";
  const sun = { x: 160 + random() * 480, y: 110 + random() * 120, radius: 44 + random() * 44 };
  const waves = Array.from({ length: waveCount }, (_, index) => waveAt(290 + index * 55, 10 + index * 7, random));
  return { light, sun, waves, subjectX: 240 + random() * 320 };
}

/** A wave over the whole width: a sum of two sines, filled down to the bottom. */
function waveAt(y: number, height: number, random: () => number): string {
  const [phase, ripple] = [random() * 2 * Math.PI, random() * 2 * Math.PI];
  const { width, height: bottom } = coverSize;
  const points = Array.from({ length: 83 }, (_, index) => {
    const x = ((index - 1) * width) / 80; // a little over both edges
    const angle = (x / width) * 2 * Math.PI;
    const level = y + height * (0.7 * Math.sin(2 * angle + phase) + 0.3 * Math.sin(5 * angle + ripple));
    return `${x} ${level.toFixed(1)}`;
  });
  return `M-10 ${bottom}L${points.join("L")}L${width + 10} ${bottom}z`;
}

/** Numbers from 0 to below 1 that follow from a text (FNV-1a, then mulberry32). */
function randomFrom(text: string): () => number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
