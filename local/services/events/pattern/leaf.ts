/** A value of an event that holds no other. */
export type Leaf = string | number | boolean | null;
/** Whether one value passes. */
export type ValueTest = (value: Leaf) => boolean;
