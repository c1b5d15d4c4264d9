import { useState } from "preact/hooks";
import { letterFlags, lettersOf } from "../ui/flag-patterns.ts";
import { Pieces } from "../ui/flag.tsx";
import type { Item } from "../api/schemas.ts";
import { coverSize, sceneOf } from "./scene.ts";

/** An item's picture, or else a poster of its own that flies the flags of its first letters. Its title is beside it in words. */
export function Cover({ item }: { item: Pick<Item, "itemId" | "kind" | "title" | "pictureUrl"> }) {
  const [isBroken, setBroken] = useState(false);
  const { pictureUrl } = item;
  if (pictureUrl === undefined || isBroken) return <Poster item={item} />;
  return (
    <img
      class="cover"
      src={pictureUrl}
      alt=""
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      onError={() => {
        setBroken(true);
      }}
    />
  );
}

function Poster({ item: { itemId, kind, title } }: { item: Pick<Item, "itemId" | "kind" | "title"> }) {
  const { light, sun, waves, subjectX } = sceneOf(itemId);
  const [far, ...near] = waves;
  return (
    <svg
      class={`cover poster light-${light}`}
      viewBox={`0 0 ${coverSize.width} ${coverSize.height}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <rect class="sky" x={-10} width={coverSize.width + 20} height={coverSize.height} />
      <circle class="halo" cx={sun.x} cy={sun.y} r={sun.radius * 1.7} />
      <circle class="sun" cx={sun.x} cy={sun.y} r={sun.radius} />
      <path class="wave wave-0" d={far} />
      <g transform={`translate(${subjectX} 345)`}>
        <Subject kind={kind} />
      </g>
      {near.map((outline, index) => (
        <path key={index} class={`wave wave-${index + 1}`} d={outline} />
      ))}
      <g transform="translate(36 36)">
        {lettersOf(title, 4).map((letter, index) => (
          <g key={index} transform={`translate(0 ${index * 58}) scale(4.2)`}>
            <Pieces pieces={letterFlags[letter] ?? []} />
          </g>
        ))}
      </g>
    </svg>
  );
}

function Subject({ kind }: { kind: Item["kind"] }) {
  switch (kind) {
    case "tour":
      return (
        <>
          <path class="sail" d="M4-190V-28h104C84-96 52-150 4-190z" />
          <path class="sail-shade" d="M-8-150V-28h-76c14-48 40-90 76-122z" />
          <path class="hull" d="M-112-14h230l-34 52H-78z" />
        </>
      );
    case "room":
      return (
        <>
          <path class="land" d="M-230 40c60-70 150-96 230-92s190 30 250 92z" />
          <path class="sail" d="M-26-46l10-150h32l10 150z" />
          <path class="hull" d="M-24-76l3-42h42l3 42zM-20-150l2-28h36l2 28zM-24-196h48l-24-34z" />
          <path class="lamp" d="M-12-196h24v-18h-24z" />
        </>
      );
    case "table":
      return (
        <>
          <path class="hull" d="M-150-30h300v14h-300zM-8-16H8v90H-8z" />
          <path class="sail" d="M-70-30v-6h18v-34c-20-4-26-22-26-46h60c0 24-6 42-26 46v34h18v6z" />
          <path class="sail-shade" d="M30-30v-92c0-14 10-18 10-32v-30h22v30c0 14 10 18 10 32v92z" />
          <path class="lamp" d="M-74-100c2 12 10 22 26 22s22-10 24-22z" />
        </>
      );
  }
}
