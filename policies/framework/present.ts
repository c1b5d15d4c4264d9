/**
 * The same properties, of which `null` reads as if it were not set: so some languages write what is left out, and defaults
 * apply to `undefined` only. Nothing is read before the rule reads it, as it may be unknown.
 */
export function present<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get: (target, property): unknown => present(Reflect.get(target, property) as unknown) ?? undefined,
  });
}
