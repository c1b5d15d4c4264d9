/** Seconds that an operation's answers may be kept, as api/openapi.yaml says. Made by `npm run generate`. */
export const cacheSeconds = {
  "listItems": 5,
  "readItem": 5,
  "listSlots": 5
} as const;
