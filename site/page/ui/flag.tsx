import { answeringPennant, letterFlags, type Piece } from "./flag-patterns.ts";

/**
 * A signal flag, for the eye only: what it means is said in words beside it.
 *
 * @param of a letter, or `pennant` for the answering pennant
 */
export function Flag({ of, className = "" }: { of: string; className?: string }) {
  const pieces = of === "pennant" ? answeringPennant : (letterFlags[of] ?? []);
  return (
    <svg class={`flag ${className}`} viewBox="-.25 -.25 12.5 12.5" aria-hidden="true" focusable="false">
      <Pieces pieces={pieces} />
    </svg>
  );
}

/** The pieces of a flag, to be drawn within a picture. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map(({ colour, outline }, index) => (
        <path key={index} class={`flag-${colour}`} d={outline} />
      ))}
    </>
  );
}
