/** What the program calls a resource that this machine named: `bookings` of `bookings-ba820de`. */
export function nameInProgram(physicalName: string): string {
  return physicalName.replace(/-[0-9a-f]{7}$/, "");
}
