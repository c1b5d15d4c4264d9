import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { catalogueEntry } from "../functions/ledger/item.ts";
import { bornWhole } from "../functions/ledger/slot.ts";

/** A tour and what it has to sell. */
export interface Tour {
  /** Lower-case words and hyphens. */
  readonly itemId: string;
  readonly title: string;
  readonly description: string;
  /** The region that its slots are born in, and that sells them. */
  readonly homeRegion: string;
  /** Places of a slot. */
  readonly capacity: number;
  /** How many slots: one a day from tomorrow on. */
  readonly days: number;
}

/** Where and as whom tours are written. */
interface Place {
  /** Address of the home region's endpoint. */
  readonly endpoint: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly tableName: string;
}

/** The tours of the demonstration; the first region sells the three of 1, 10 and 500 places. */
export function demoTours(regions: readonly string[]): Tour[] {
  const [first = "", ...others] = regions;
  return [
    {
      itemId: "alfama-on-foot",
      title: "Alfama on foot",
      description: "Three hours through the oldest streets of Lisbon, ten people at most.",
      homeRegion: first,
      capacity: 10,
      days: 3,
    },
    {
      itemId: "belem-by-boat",
      title: "Belém by boat",
      description: "Down the Tagus at sunset, with five hundred others and a band.",
      homeRegion: first,
      capacity: 500,
      days: 3,
    },
    {
      itemId: "cabo-da-roca-by-helicopter",
      title: "Cabo da Roca by helicopter",
      description: "The westernmost point of the continent, for one.",
      homeRegion: first,
      capacity: 1,
      days: 3,
    },
    ...others.map((homeRegion) => ({
      itemId: `harbour-of-${homeRegion}`,
      title: `Harbour of ${homeRegion}`,
      description: `Two hours by ferry, sold in ${homeRegion}.`,
      homeRegion,
      capacity: 40,
      days: 3,
    })),
  ];
}

/**
 * Writes a tour with its slots in its home region; each slot is born whole there.
 *
 * @returns the ids of its slots, the earliest first
 */
export async function offer(tour: Tour, { endpoint, credentials, tableName }: Place): Promise<string[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: tour.homeRegion, endpoint, credentials }));
  const { itemId, title, description, homeRegion, capacity } = tour;
  const slots = Array.from({ length: tour.days }, (_, day) => {
    const startsAt = morningIn(day + 1);
    return { slotId: `${itemId}-${startsAt.slice(0, 10)}`, startsAt, capacity };
  });
  try {
    const items = [
      catalogueEntry({ item: { itemId, kind: "tour", title, description }, homeRegion }),
      ...slots.flatMap((slot) => bornWhole({ slot, item: { itemId }, region: homeRegion })),
    ];
    await client.send(
      new TransactWriteCommand({
        TransactItems: items.map((Item) => ({
          Put: { TableName: tableName, Item, ConditionExpression: "attribute_not_exists(pk)" },
        })),
      }),
    );
  } finally {
    client.destroy();
  }
  return slots.map(({ slotId }) => slotId);
}

/** Nine o'clock UTC, so many days from now. */
function morningIn(days: number): string {
  const time = new Date();
  time.setUTCDate(time.getUTCDate() + days);
  time.setUTCHours(9, 0, 0, 0);
  return time.toISOString();
}
