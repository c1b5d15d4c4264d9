import type { components } from "../../../api/generated/types.ts";

type Schemas = components["schemas"];

/** Something that can be booked. */
export type Item = Schemas["Item"];

/** What staff say of an item. */
export type ItemContent = Schemas["ItemContent"];

/** An item at a time. */
export type Slot = Schemas["Slot"];

/** What staff say of a slot. */
export type SlotOffer = Schemas["SlotOffer"];

/** What a customer wants to book at once. */
export type Basket = Schemas["Basket"];

/** A slot in a basket. */
export type BasketLine = Schemas["BasketLine"];

/** A report that is being made, or is there. */
export type Report = Schemas["Report"];
