/** A piece of a flag: its colour, and its outline in a square of 12 by 12. */
export interface Piece {
  readonly colour: "red" | "blue" | "yellow" | "white" | "black";
  readonly outline: string;
}

const all = "M0 0h12v12H0z";
const swallowtail = "M0 0h12L9 6l3 6H0z";
const saltire = "M0 0h2L6 4l4-4h2v2L8 6l4 4v2h-2L6 8l-4 4H0v-2l4-4-4-4z";
const disc = "M6 3a3 3 0 0 1 0 6 3 3 0 0 1 0-6z";

const red = (outline = all): Piece => ({ colour: "red", outline });
const blue = (outline = all): Piece => ({ colour: "blue", outline });
const yellow = (outline = all): Piece => ({ colour: "yellow", outline });
const white = (outline = all): Piece => ({ colour: "white", outline });
const black = (outline = all): Piece => ({ colour: "black", outline });
const box = (x: number, y: number, width: number, height: number) => `M${x} ${y}h${width}v${height}h-${width}z`;

/** The flags of the International Code of Signals, each piece over those before. */
export const letterFlags: Readonly<Record<string, readonly Piece[]>> = {
  A: [blue(swallowtail), white(box(0, 0, 5, 12))],
  B: [red(swallowtail)],
  C: [blue(), white(box(0, 2.4, 12, 7.2)), red(box(0, 4.8, 12, 2.4))],
  D: [yellow(), blue(box(0, 3, 12, 6))],
  E: [blue(), red(box(0, 6, 12, 6))],
  F: [white(), red("M6 0l6 6-6 6-6-6z")],
  G: [yellow(), blue([2, 6, 10].map((x) => box(x, 0, 2, 12)).join(""))],
  H: [white(), red(box(6, 0, 6, 12))],
  I: [yellow(), black(disc)],
  J: [blue(), white(box(0, 4, 12, 4))],
  K: [yellow(), blue(box(6, 0, 6, 12))],
  L: [yellow(), black(box(6, 0, 6, 6) + box(0, 6, 6, 6))],
  M: [blue(), white(saltire)],
  N: [white(), blue([0, 3, 6, 9].flatMap((y) => [0, 6].map((x) => box(x + (y % 2 === 0 ? 0 : 3), y, 3, 3))).join(""))],
  O: [red(), yellow("M0 0l12 12H0z")],
  P: [blue(), white(box(4, 4, 4, 4))],
  Q: [yellow()],
  R: [red(), yellow(box(5, 0, 2, 12) + box(0, 5, 12, 2))],
  S: [white(), blue(box(4, 4, 4, 4))],
  T: [white(), red(box(0, 0, 4, 12)), blue(box(8, 0, 4, 12))],
  U: [white(), red(box(0, 0, 6, 6) + box(6, 6, 6, 6))],
  V: [white(), red(saltire)],
  W: [blue(), white(box(2, 2, 8, 8)), red(box(4, 4, 4, 4))],
  X: [white(), blue(box(4.5, 0, 3, 12) + box(0, 4.5, 12, 3))],
  Y: [
    yellow(),
    red("M0 2.4V0h2.4zM0 4.8v2.4L7.2 0H4.8zM0 9.6V12L12 0H9.6zM2.4 12h2.4L12 4.8V2.4zM7.2 12h2.4L12 9.6V7.2z"),
  ],
  Z: [yellow("M0 0h12L6 6z"), blue("M12 0v12L6 6z"), red("M0 12h12L6 6z"), black("M0 0v12l6-6z")],
};

/** `Signal seen, not yet understood`: what a ship flies until it has. */
export const answeringPennant: readonly Piece[] = [
  red("M0 1l12 3v4L0 11z"),
  white("M2.4 1.6l2.4 .6v7.6l-2.4 .6z"),
  white("M7.2 2.8l2.4 .6v5.2l-2.4 .6z"),
];

/** The first letters of a text that have a flag. */
export function lettersOf(text: string, count: number): string[] {
  const plain = text.normalize("NFKD").toUpperCase();
  return (plain.match(/[A-Z]/g) ?? []).slice(0, count);
}
