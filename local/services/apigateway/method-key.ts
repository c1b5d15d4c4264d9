/** A method as settings name it: `/bookings/POST`, `~1bookings/POST` or `bookings/POST` → `bookings/POST` */
export function methodKey(methodPath: string): string {
  return methodPath.replaceAll("~1", "/").replace(/^\/+/, "");
}
